// Sealing: opens for its leaf and place alone, bends under no flipped bit, and forgets its body.
#include "seal/entry_seal.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/seeded_entropy.hpp"
#include "wire/cbor.hpp"
#include "wire/meta.hpp"

namespace kith::seal {
namespace {

struct Sealed {
  kith::test::SeededEntropy entropy{5};
  NodeSecret leaf = NodeSecret::random(entropy);
  LogId log{{1, 2, 3}};
  wire::Place place{{7}, {2}, {4}};
  ByteVec meta = wire::encode_meta({{1'000}, std::uint64_t{1}, {}, std::nullopt, {}});
  ByteVec body = wire::CborWriter{}.map(1).key(0).text("we dig on saturday").take();
  ByteVec lean;

  Sealed() { seal_entry(lean, leaf, log, place, meta, body, {}); }
  LeafKeys keys() const { return {meta_key_of(leaf), body_key_of(leaf)}; }
  wire::EntryView view() const { return wire::decode_entry(lean)->entry; }
};

TEST(EntrySeal, opens_for_its_leaf_at_its_place) {
  const Sealed sealed;
  const auto opened = open_entry(sealed.keys(), sealed.log, sealed.place, sealed.view());
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->meta, sealed.meta);
  EXPECT_EQ(opened->body, sealed.body);
}

TEST(EntrySeal, is_a_function_of_its_inputs_so_that_no_nonce_is_used_twice_for_two_texts) {
  const Sealed one;
  const Sealed same;
  EXPECT_EQ(one.lean, same.lean);
  ByteVec other;
  const auto body = wire::CborWriter{}.map(1).key(0).text("we dig on sunday..").take();
  const auto tag = seal_entry(other, one.leaf, one.log, one.place, one.meta, body, {});
  EXPECT_NE(tag, one.view().tag);
}

TEST(EntrySeal, refuses_another_log_place_or_leaf) {
  Sealed sealed;
  const auto refused = [&](const LeafKeys& keys, const LogId& log, const wire::Place& place) {
    return !open_entry(keys, log, place, sealed.view()).has_value();
  };
  EXPECT_TRUE(refused(sealed.keys(), LogId{{9}}, sealed.place));
  EXPECT_TRUE(refused(sealed.keys(), sealed.log, {{8}, {2}, {4}}));
  EXPECT_TRUE(refused(sealed.keys(), sealed.log, {{7}, {3}, {4}}));
  EXPECT_TRUE(refused(sealed.keys(), sealed.log, {{7}, {2}, {5}}));
  const auto other = NodeSecret::random(sealed.entropy);
  EXPECT_TRUE(refused({meta_key_of(other), body_key_of(other)}, sealed.log, sealed.place));
}

TEST(EntrySeal, refuses_every_flipped_bit) {
  const Sealed sealed;
  for (std::size_t i = 0; i < sealed.lean.size() * 8; ++i) {
    auto bytes = sealed.lean;
    bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] ^ 1U << (i % 8));
    const auto decoded = wire::decode_entry(bytes);
    // The flag of an opening is implied by the place, which the tag covers through the leaf.
    if (!decoded || decoded->entry.opens_epoch) continue;
    EXPECT_FALSE(open_entry(sealed.keys(), sealed.log, sealed.place, decoded->entry).has_value())
        << "bit " << i;
  }
}

TEST(EntrySeal, shows_its_meta_and_keeps_its_header_after_the_body_is_forgotten) {
  const Sealed sealed;
  const auto whole = sealed.view();
  const auto hash = open_entry(sealed.keys(), sealed.log, sealed.place, whole)->body_hash;
  auto forgotten = whole;
  forgotten.body_state = wire::BodyState::forgotten;
  const auto stand_in = wire::stand_in_of(hash, whole);
  forgotten.body = stand_in.view();
  const LeafKeys meta_only{meta_key_of(sealed.leaf), hash};
  const auto opened = open_entry(meta_only, sealed.log, sealed.place, forgotten);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->meta, sealed.meta);
  EXPECT_TRUE(opened->body.empty());
  EXPECT_EQ(wire::header_of(forgotten, sealed.place), wire::header_of(whole, sealed.place));

  const auto bent = wire::stand_in_of({}, whole);  // the link does not cover this half
  forgotten.body = bent.view();
  EXPECT_TRUE(open_entry(meta_only, sealed.log, sealed.place, forgotten).has_value());
  EXPECT_FALSE(open_entry(sealed.keys(), sealed.log, sealed.place, forgotten).has_value());
  const LeafKeys bent_too{meta_key_of(sealed.leaf), BodyHash{{1}}};
  EXPECT_FALSE(open_entry(bent_too, sealed.log, sealed.place, forgotten).has_value());
}

TEST(EntrySeal, without_a_body_opens_and_has_none) {
  const Sealed sealed;
  ByteVec lean;
  seal_entry(lean, sealed.leaf, sealed.log, sealed.place, sealed.meta, {}, {});
  const auto view = wire::decode_entry(lean)->entry;
  EXPECT_EQ(view.body_state, wire::BodyState::none);
  const auto opened = open_entry(sealed.keys(), sealed.log, sealed.place, view);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->meta, sealed.meta);
  EXPECT_TRUE(opened->body.empty());
  EXPECT_TRUE(opened->body_is_item);
}

// Whoever forgot a body and meets it again whole reads who says so and when, not what.
TEST(EntrySeal, a_forgotten_body_that_stands_whole_elsewhere_stays_unread) {
  const Sealed sealed;
  const auto hash = open_entry(sealed.keys(), sealed.log, sealed.place, sealed.view())->body_hash;
  const auto opened =
      open_entry({meta_key_of(sealed.leaf), hash}, sealed.log, sealed.place, sealed.view());
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->meta, sealed.meta);
  EXPECT_TRUE(opened->body.empty());
}

TEST(EntrySeal, a_body_that_is_not_one_item_and_its_padding_is_none) {
  const Sealed sealed;
  const auto is_item = [&](ByteVec body) {
    ByteVec lean;
    seal_entry(lean, sealed.leaf, sealed.log, sealed.place, sealed.meta, body, {});
    const auto view = wire::decode_entry(lean)->entry;
    const auto opened = open_entry(sealed.keys(), sealed.log, sealed.place, view);
    EXPECT_TRUE(opened.has_value());
    EXPECT_EQ(opened->body.empty(), !opened->body_is_item);
    return opened->body_is_item;
  };
  ByteVec padded{1};
  padded.resize(32);
  EXPECT_TRUE(is_item(padded));
  padded.back() = 1;
  EXPECT_FALSE(is_item(padded));             // something where zeros should be
  EXPECT_FALSE(is_item(ByteVec(40, 1)));     // more than its item asks for
  EXPECT_FALSE(is_item(ByteVec(32, 0xFF)));  // no item at all
}

}  // namespace
}  // namespace kith::seal
