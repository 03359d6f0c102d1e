// A channel between two who share a secret, and between those who do not.
// Source: docs/protocol.md §10.1, §10.2.
#include "sync/channel.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "tests/sync/two_ends.hpp"
#include "tests/wire/raw_bytes.hpp"

namespace kith::sync {
namespace {

using test::after;
using test::digest;
using test::feed_all;
using test::Heard;
using test::joined;
using test::Names;
using test::Recording;
using test::sample_names;
using test::send_samples;
using test::TwoEnds;

// The sizes of the Noise messages in a stream.
std::vector<std::size_t> sizes_in(ByteView stream) {
  std::vector<std::size_t> sizes;
  wire::ByteReader reader{stream};
  while (reader.left() > 0) {
    sizes.push_back(*reader.take_fixed<std::uint16_t>());
    (void)reader.take(sizes.back()).value();
  }
  return sizes;
}

TEST(Channel, carries_every_message_both_ways) {
  TwoEnds two;
  send_samples(two.left);
  send_samples(two.right);
  two.carry();
  EXPECT_EQ(two.at_left.events, after({"ready"}, sample_names()));
  EXPECT_EQ(two.at_right.events, after({"psk wanted", "ready"}, sample_names()));
  EXPECT_FALSE(two.at_left.fault || two.at_right.fault);
  EXPECT_TRUE(two.left.ended() && two.right.ended());
  EXPECT_EQ(two.left.bytes_in(), two.right.bytes_out());
  EXPECT_EQ(two.right.bytes_in(), two.left.bytes_out());
  EXPECT_GT(two.left.bytes_in(), 0U);
}

TEST(Channel, tells_the_responder_who_calls_and_by_which_secret_and_both_one_hash) {
  TwoEnds two;
  (void)two.right.feed(two.left.take_output());
  EXPECT_FALSE(two.right.next()->has_value());
  (void)two.left.feed(two.right.take_output());
  const auto at_left = two.left.next();
  (void)two.right.feed(two.left.take_output());
  const auto wanted = two.right.next();
  EXPECT_EQ(std::get<PskWanted>(**wanted).pair, two.pair);
  EXPECT_EQ(std::get<PskWanted>(**wanted).remote, two.ana.public_key());
  EXPECT_FALSE(two.right.next()->has_value()) << "until it is answered";
  two.right.supply_psk(two.psk.clone());
  EXPECT_EQ(std::get<Ready>(**two.right.next()).hash, std::get<Ready>(**at_left).hash);
}

TEST(Channel, speaks_right_behind_the_third_message) {
  TwoEnds two;
  two.left.send(digest(1));
  two.to_right(two.left.take_output());
  two.to_left(two.right.take_output());
  const auto output = two.left.take_output();
  EXPECT_EQ(sizes_in(output), (std::vector<std::size_t>{64, 256 + 16}));
  two.to_right(output);
  EXPECT_EQ(two.at_right.events.size(), 3U);
}

TEST(Channel, needs_no_more_than_three_messages_of_known_sizes) {
  TwoEnds two;
  const auto first = two.left.take_output();
  EXPECT_EQ(sizes_in(first), std::vector<std::size_t>{56});
  two.to_right(first);
  const auto second = two.right.take_output();
  EXPECT_EQ(sizes_in(second), std::vector<std::size_t>{48});
  two.to_left(second);
  EXPECT_EQ(sizes_in(two.left.take_output()), std::vector<std::size_t>{64});
  EXPECT_FALSE(two.left.has_output() || two.right.has_output());
}

TEST(Channel, takes_its_stream_in_any_two_pieces) {
  const Recording recorded;
  const auto stream = joined({recorded.first, recorded.rest});
  const auto wanted = after({"psk wanted", "ready"}, sample_names());
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    TwoEnds two;
    two.to_right(ByteView{stream}.first(cut));
    two.to_right(ByteView{stream}.subspan(cut));
    ASSERT_EQ(two.at_right.events, wanted) << cut;
  }
}

TEST(Channel, takes_its_stream_byte_by_byte) {
  const Recording recorded;
  TwoEnds two;
  for (const auto byte : joined({recorded.first, recorded.rest})) {
    two.to_right(ByteVec{byte});
  }
  EXPECT_EQ(two.at_right.events, after({"psk wanted", "ready"}, sample_names()));
  for (const auto byte : recorded.second) two.to_left(ByteVec{byte});
  EXPECT_EQ(two.at_left.events, Names{"ready"});
}

TEST(Channel, takes_no_more_than_one_noise_message_at_a_time) {
  const Recording recorded;
  TwoEnds two;
  const auto stream = joined({recorded.first, recorded.rest});
  auto rest = two.right.feed(stream);
  EXPECT_EQ(rest.size(), stream.size() - 58);
  EXPECT_EQ(two.right.feed(rest).size(), rest.size()) << "until its events are taken";
  hear(two.right, two.psk, two.at_right);
  rest = two.right.feed(rest);
  EXPECT_TRUE(std::holds_alternative<PskWanted>(**two.right.next()));
  const auto behind = two.right.feed(rest);
  EXPECT_EQ(two.right.feed(behind).size(), behind.size()) << "until the psk is supplied";
}

TEST(Channel, writes_in_pieces_when_asked_to_and_in_as_few_chunks) {
  TwoEnds two;
  two.carry();
  two.left.send(RangeBytes{ByteVec(limits::range_bytes_max, 5)});
  two.left.send(digest(1));
  std::size_t pieces = 0;
  while (two.left.has_output()) {
    const auto piece = two.left.take_output(1);
    EXPECT_EQ(sizes_in(piece).size(), 1U);
    two.to_right(piece);
    pieces += 1;
  }
  EXPECT_EQ(pieces, (limits::range_bytes_max + 5 + 37 + 65277) / 65278);
  EXPECT_EQ(two.at_right.events.size(), 4U);
  EXPECT_EQ(two.left.take_output().size(), 0U);
}

TEST(Channel, shows_no_difference_between_small_messages) {
  const auto written = [](Message message) {
    TwoEnds two;
    two.carry();
    two.left.send(std::move(message));
    return two.left.take_output().size();
  };
  const auto size = written(CaughtUp{});
  EXPECT_EQ(size, 2U + 256U + 16U);
  EXPECT_EQ(written(Credit{1}), size);
  EXPECT_EQ(written(digest(2)), size);
  EXPECT_EQ(written(RangeBytes{ByteVec(249)}), size);
  EXPECT_EQ(written(RangeBytes{ByteVec(250)}), size + 256);
}

TEST(ChannelOfAStranger, without_the_pair_secret_gets_no_word) {
  TwoEnds two;
  two.right.send(digest(1));
  Heard heard;
  feed_all(two.right, two.left.take_output(), two.psk, heard);
  two.to_left(two.right.take_output());
  feed_all(two.right, two.left.take_output(), test::filled<crypto::noise::Psk>(1), heard);
  EXPECT_EQ(heard.events, Names{"psk wanted"});
  EXPECT_EQ(heard.fault, ChannelFault::forged);
  EXPECT_FALSE(two.right.has_output());
  EXPECT_TRUE(two.right.take_output().empty());
}

TEST(ChannelOfAStranger, is_asked_about_by_the_id_that_it_names) {
  TwoEnds two;
  two.left = Channel::initiator(two.ana.clone(), two.ben.public_key(), test::filled<PairId>(9),
                                two.psk.clone(), two.entropy);
  (void)two.right.feed(two.left.take_output());
  (void)two.right.next();
  two.to_left(two.right.take_output());
  (void)two.right.feed(two.left.take_output());
  const auto wanted = two.right.next();
  EXPECT_EQ(std::get<PskWanted>(**wanted).pair, test::filled<PairId>(9));
  EXPECT_FALSE(two.right.has_output()) << "so that it is dropped without a word";
}

TEST(ChannelOfAStranger, who_is_not_who_was_called_cannot_answer) {
  TwoEnds two;
  two.right = Channel::responder(crypto::TransportSecret::generate(two.entropy), two.entropy);
  two.to_right(two.left.take_output());
  EXPECT_EQ(two.at_right.fault, ChannelFault::forged);
  EXPECT_FALSE(two.right.has_output());
}

TEST(ChannelOfAStranger, shows_their_own_key_and_no_other) {
  TwoEnds two;
  const auto eve = crypto::TransportSecret::generate(two.entropy);
  two.left =
      Channel::initiator(eve.clone(), two.ben.public_key(), two.pair, two.psk.clone(), two.entropy);
  (void)two.right.feed(two.left.take_output());
  (void)two.right.next();
  two.to_left(two.right.take_output());
  (void)two.right.feed(two.left.take_output());
  EXPECT_EQ(std::get<PskWanted>(**two.right.next()).remote, eve.public_key());
}

TEST(ChannelOfAStranger, of_another_prologue_is_refused) {
  TwoEnds two;
  auto other =
      crypto::noise::Handshake::initiator(two.ana.clone(), two.ben.public_key(), two.psk.clone(),
                                          as_bytes("kith session 2"), two.entropy);
  const auto first = *other.write_message(two.pair.view());
  two.to_right(joined({test::fixed(static_cast<std::uint16_t>(first.size())), first}));
  EXPECT_EQ(two.at_right.fault, ChannelFault::forged);
}

TEST(ChannelOfAStranger, with_a_key_of_low_order_is_refused) {
  TwoEnds two;
  two.to_right(joined({{0, 56}, ByteVec(56)}));
  EXPECT_EQ(two.at_right.fault, ChannelFault::low_order);
  EXPECT_TRUE(two.at_right.events.empty());
}

}  // namespace
}  // namespace kith::sync
