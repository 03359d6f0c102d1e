// A channel over a wire that damages, repeats, drops and cuts, and with one who holds all keys and
// does not keep to the form: a named fault, and nothing else.
// Source: docs/protocol.md §10.1, §10.2.
#include <gtest/gtest.h>

#include "sync/channel.hpp"
#include "tests/sync/two_ends.hpp"
#include "tests/wire/property.hpp"

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

// What ben hears of a stream, and that he answers nothing after a fault.
Heard heard_by_ben(ByteView stream) {
  TwoEnds two;
  two.to_right(stream);
  if (two.at_right.fault) {
    EXPECT_FALSE(two.right.has_output());
    Heard later;
    two.right.send(digest(9));
    feed_all(two.right, ByteVec(1000), two.psk, later);
    EXPECT_EQ(later.fault, two.at_right.fault);
    EXPECT_TRUE(later.events.empty());
    EXPECT_TRUE(two.right.take_output().empty());
  }
  return two.at_right;
}

// Only the true beginning of what was to be heard.
void expect_beginning(const Heard& heard, const Names& whole) {
  ASSERT_LE(heard.events.size(), whole.size());
  EXPECT_TRUE(std::equal(heard.events.begin(), heard.events.end(), whole.begin()));
}

// Sizes of Noise messages stand outside the seal: a flipped bit there can be another true size.
TEST(ChannelOverABadWire, with_a_flipped_bit_is_over_or_waits_in_vain) {
  const Recording recorded;
  const auto stream = joined({recorded.first, recorded.rest});
  const auto whole = after({"psk wanted", "ready"}, sample_names());
  constexpr std::size_t handshake_sizes[] = {0, 1, 58, 59};
  constexpr std::size_t chunk_size = 124;
  for (std::size_t bit = 0; bit < stream.size() * 8; bit += 7) {
    SCOPED_TRACE(bit);
    const auto at = bit / 8;
    const auto heard = heard_by_ben(test::with_flipped(stream, bit));
    if (at == chunk_size) {
      EXPECT_TRUE(!heard.fault || heard.fault == ChannelFault::forged ||
                  heard.fault == ChannelFault::wrong_size);
    } else {
      const bool in_size = std::ranges::count(handshake_sizes, at) != 0 || at == chunk_size + 1;
      EXPECT_EQ(heard.fault, in_size ? ChannelFault::wrong_size : ChannelFault::forged);
    }
    expect_beginning(heard, whole);
    EXPECT_LE(heard.events.size(), 2U) << "nothing of what was said";
  }
}

TEST(ChannelOverABadWire, that_is_cut_waits_and_was_not_ended) {
  const Recording recorded;
  const auto stream = joined({recorded.first, recorded.rest});
  for (std::size_t size = 0; size < stream.size(); ++size) {
    TwoEnds two;
    two.to_right(ByteView{stream}.first(size));
    EXPECT_FALSE(two.at_right.fault || two.right.ended()) << size;
    expect_beginning(two.at_right, after({"psk wanted", "ready"}, sample_names()));
  }
}

// Chunk by chunk, what ana says after the handshake.
struct Said {
  TwoEnds two;
  std::vector<ByteVec> noise;

  explicit Said(std::size_t count) {
    two.carry();
    for (std::size_t i = 0; i < count; ++i) {
      two.left.send(digest(static_cast<std::uint8_t>(i)));
      noise.push_back(two.left.take_output());
    }
  }
};

TEST(ChannelOverABadWire, takes_no_chunk_twice_out_of_order_or_after_a_gap) {
  const std::vector<std::vector<std::size_t>> orders{{0, 0}, {1}, {0, 2}, {1, 0}, {0, 1, 0}};
  for (const auto& order : orders) {
    Said said{3};
    for (const auto i : order) said.two.to_right(said.noise[i]);
    EXPECT_EQ(said.two.at_right.fault, ChannelFault::forged);
    EXPECT_LT(said.two.at_right.events.size(), 2 + order.size());
  }
}

TEST(ChannelOverABadWire, takes_no_handshake_message_twice_or_out_of_order) {
  const Recording recorded;
  EXPECT_EQ(heard_by_ben(joined({recorded.first, recorded.first})).fault, ChannelFault::wrong_size);
  EXPECT_EQ(heard_by_ben(recorded.rest).fault, ChannelFault::wrong_size);
  const ByteVec third(recorded.rest.begin(), recorded.rest.begin() + 66);
  EXPECT_EQ(heard_by_ben(joined({recorded.first, third, third})).fault, ChannelFault::wrong_size);

  TwoEnds two;
  two.to_left(two.left.take_output());  // its own
  EXPECT_EQ(two.at_left.fault, ChannelFault::wrong_size);
}

TEST(ChannelOverABadWire, takes_no_bytes_of_its_own_back) {
  Said said{1};
  said.two.to_left(said.noise[0]);
  EXPECT_EQ(said.two.at_left.fault, ChannelFault::forged);
}

TEST(ChannelOverABadWire, refuses_a_size_that_nothing_has_before_it_arrives) {
  for (const auto size : std::vector<std::uint16_t>{0, 1, 55, 57, 272, 65535}) {
    EXPECT_EQ(heard_by_ben(test::fixed(size)).fault, ChannelFault::wrong_size) << size;
  }
  for (const auto size : std::vector<std::uint16_t>{0, 16, 17, 271, 273, 65295, 65297, 65535}) {
    Said said{0};
    said.two.to_right(test::fixed(size));
    EXPECT_EQ(said.two.at_right.fault, ChannelFault::wrong_size) << size;
  }
  for (const auto size : std::vector<std::uint16_t>{272, 528, 65296}) {
    Said said{0};
    said.two.to_right(test::fixed(size));
    EXPECT_EQ(said.two.at_right.fault, std::nullopt) << size;
  }
}

TEST(ChannelOverABadWire, that_breaks_while_a_psk_is_wanted_stays_silent) {
  const Recording recorded;
  TwoEnds two;
  two.right.send(digest(1));
  two.to_right(recorded.first);
  (void)two.right.take_output();
  (void)two.right.feed(ByteView{recorded.rest}.first(66));
  EXPECT_TRUE(std::holds_alternative<PskWanted>(**two.right.next()));
  (void)two.right.feed(ByteVec(2));
  two.right.supply_psk(two.psk.clone());
  EXPECT_EQ(two.right.next().error(), ChannelFault::wrong_size);
  EXPECT_FALSE(two.right.has_output());
}

// ben's end, told by someone who holds all keys and seals what no channel of ours would say.
struct LiarAndBen {
  TwoEnds two;
  std::optional<crypto::noise::Transport> lies;

  LiarAndBen() {
    auto liar =
        crypto::noise::Handshake::initiator(two.ana.clone(), two.ben.public_key(), two.psk.clone(),
                                            as_bytes("kith session 1"), two.entropy);
    say(*liar.write_message(two.pair.view()));
    const auto second = two.right.take_output();
    (void)liar.read_message(ByteView{second}.subspan(2));
    say(*liar.write_message({}));
    lies = liar.split();
  }
  void say(const ByteVec& noise) {
    two.to_right(joined({test::fixed(static_cast<std::uint16_t>(noise.size())), noise}));
  }
  Heard after(ByteVec content, std::size_t size = 256) {
    auto chunk = joined({test::fixed(static_cast<std::uint16_t>(content.size())), content});
    chunk.resize(std::max(size, (chunk.size() + 255) / 256 * 256));
    return after_chunk(chunk);
  }
  Heard after_chunk(const ByteVec& chunk) {
    say(*lies->send.encrypt({}, chunk));
    return two.at_right;
  }
};

TEST(ChannelOfALiar, is_over_at_the_first_thing_that_is_not_of_its_form) {
  const auto end = test::bytes_of(End{});
  auto no_chunk = ByteVec(256);
  no_chunk[255] = 1;
  EXPECT_EQ(LiarAndBen{}.after_chunk(no_chunk).fault, ChannelFault::bad_chunk);
  no_chunk[0] = 1;
  EXPECT_EQ(LiarAndBen{}.after_chunk(no_chunk).fault, ChannelFault::bad_chunk);
  EXPECT_EQ(LiarAndBen{}.after({0, 0, 0, 0}).fault, ChannelFault::bad_message);
  EXPECT_EQ(LiarAndBen{}.after({0, 0, 0, 2, 9, 0}).fault, ChannelFault::bad_message);
  EXPECT_EQ(LiarAndBen{}.after({0, 65, 0, 1}).fault, ChannelFault::too_long);
  EXPECT_EQ(LiarAndBen{}.after({255, 255, 255, 255, 4}).fault, ChannelFault::too_long);
  EXPECT_EQ(LiarAndBen{}.after(joined({end, end})).fault, ChannelFault::after_end);
  for (const auto& message : test::sample_messages()) {
    auto encoded = encode_message(test::copy_of(message));
    if (encoded.type == RangeBytes::type || encoded.type == Body::type) continue;
    encoded.body.push_back(0);
    const auto head = message_head(encoded);
    const auto bytes = joined({{head.begin(), head.end()}, encoded.body});
    const auto heard = LiarAndBen{}.after(bytes);
    EXPECT_EQ(heard.fault, ChannelFault::bad_message) << int{encoded.type};
    EXPECT_EQ(heard.events.size(), 2U);
  }
}

TEST(ChannelOfALiar, is_heard_while_it_keeps_to_the_form) {
  const auto heard = LiarAndBen{}.after({0, 0, 0, 1, 200, 0, 0, 0, 1, 10}, 65280);
  EXPECT_EQ(heard.events.size(), 3U) << "the unknown message is passed over";
  EXPECT_FALSE(heard.fault);
}

TEST(ChannelProperty, any_damage_is_heard_as_the_beginning_of_what_was_said) {
  const Recording recorded;
  const auto stream = joined({recorded.first, recorded.rest});
  const auto whole = after({"psk wanted", "ready"}, sample_names());
  EXPECT_TRUE(test::holds("a damaged stream gives a prefix, then silence or a fault", [&] {
    auto bent = stream;
    const auto at = test::drawn<std::size_t>(0, bent.size() - 1);
    const auto size = test::drawn<std::size_t>(0, std::min<std::size_t>(bent.size() - at, 300));
    const auto from = bent.begin() + static_cast<std::ptrdiff_t>(at);
    const auto to = from + static_cast<std::ptrdiff_t>(size);
    if (test::drawn_coin()) {
      bent.erase(from, to);
    } else {
      const ByteVec again{from, to};
      bent.insert(to, again.begin(), again.end());
    }
    const auto heard = heard_by_ben(bent);
    RC_ASSERT(heard.events.size() <= whole.size());
    RC_ASSERT(std::equal(heard.events.begin(), heard.events.end(), whole.begin()));
  }));
}

}  // namespace
}  // namespace kith::sync
