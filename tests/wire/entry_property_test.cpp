// What holds for every lean entry and every range: written and read they are the same, each has one
// encoding, forgetting leaves the hash of the boxes, and no flipped bit goes unseen.
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "tests/wire/property.hpp"
#include "wire/padme.hpp"
#include "wire/range.hpp"

namespace kith::wire {
namespace {

using test::drawn;
using test::drawn_as;
using test::drawn_bytes;
using test::drawn_coin;

// The view, and the bytes that it is seen in.
struct OwnedEntry {
  ByteVec meta;
  ByteVec body;
  ByteVec boxes;
  EntryView view;
};

struct OwnedBoxes {
  std::vector<ByteVec> bytes;
  BoxesView view;
};

OwnedBoxes drawn_boxes() {
  OwnedBoxes boxes{std::vector<ByteVec>(drawn<std::size_t>(1, 10)), {}};
  boxes.view.box_size = drawn<std::size_t>(53, 80);
  for (auto& bytes : boxes.bytes) {
    const bool present = drawn_coin();
    bytes = drawn_bytes(present ? boxes.view.box_size : BoxHash::size);
    boxes.view.slots.push_back({present, bytes});
  }
  return boxes;
}

OwnedEntry drawn_entry(bool opens) {
  OwnedEntry entry;
  auto& view = entry.view;
  view.opens_epoch = opens;
  view.meta_units = drawn<std::uint16_t>(1, 4);
  entry.meta = drawn_bytes(view.meta_units * limits::meta_unit_bytes);
  view.tag = drawn_as<EntryTag>();
  view.body_state = *rc::gen::element(BodyState::none, BodyState::sealed, BodyState::forgotten);
  if (view.body_state == BodyState::sealed) {
    entry.body = drawn_bytes(padded_body_size(drawn<std::size_t>(1, 90)));
    view.body_size = static_cast<std::uint32_t>(entry.body.size());
  } else if (view.body_state == BodyState::forgotten) {
    entry.body = drawn_bytes(stand_in_bytes);
    const auto size = padded_body_size(drawn<std::size_t>(1, limits::body_bytes_max));
    view.body_size = static_cast<std::uint32_t>(size);
  }
  if (drawn_coin()) entry.boxes = encode_boxes(drawn_boxes().view);
  view.meta = entry.meta;
  view.body = entry.body;
  view.boxes = entry.boxes;
  return entry;
}

bool equal(const EntryView& left, const EntryView& right) {
  return left.opens_epoch == right.opens_epoch && left.meta_units == right.meta_units &&
         left.body_state == right.body_state && left.body_size == right.body_size &&
         left.tag == right.tag && std::ranges::equal(left.meta, right.meta) &&
         std::ranges::equal(left.body, right.body) && std::ranges::equal(left.boxes, right.boxes);
}

ByteVec encoded(const EntryView& entry) {
  ByteVec out;
  encode_entry(out, entry);
  return out;
}

TEST(EntryProperty, every_entry_survives_its_one_encoding_whatever_follows) {
  EXPECT_TRUE(test::holds("decode(encode(entry) ‖ anything) = entry", [] {
    const auto entry = drawn_entry(drawn_coin());
    auto bytes = encoded(entry.view);
    const auto size = bytes.size();
    const auto more = drawn_bytes(drawn<std::size_t>(0, 20));
    bytes.insert(bytes.end(), more.begin(), more.end());
    const auto read = decode_entry(bytes);
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->size == size);
    RC_ASSERT(equal(read->entry, entry.view));
  }));
}

TEST(EntryProperty, no_flipped_bit_goes_unseen) {
  EXPECT_TRUE(test::holds("decode(flipped) is refused or has its own one encoding", [] {
    const auto bytes = encoded(drawn_entry(drawn_coin()).view);
    test::for_flips(bytes, [](const ByteVec& flipped) {
      const auto read = decode_entry(flipped);
      if (!read) return;
      RC_ASSERT(std::ranges::equal(encoded(read->entry), ByteView{flipped}.first(read->size)));
    });
  }));
}

TEST(BoxesProperty, forgotten_one_by_one_they_keep_their_hash) {
  EXPECT_TRUE(test::holds("the hash of boxes is that of their hashes", [] {
    auto boxes = drawn_boxes();
    const auto whole = encode_boxes(boxes.view);
    const auto read = decode_boxes(whole);
    RC_ASSERT(encode_boxes(read) == whole);
    std::vector<BoxHash> hashes(boxes.bytes.size());
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      auto& slot = boxes.view.slots[i];
      if (!slot.present) continue;
      hashes[i] = hash_of_box(slot.bytes);
      slot = {false, hashes[i].view()};
      RC_ASSERT(hash_of_boxes(encode_boxes(boxes.view)) == hash_of_boxes(whole));
    }
  }));
}

struct OwnedRange {
  std::vector<OwnedEntry> entries;
  RangeView view;
};

OwnedRange drawn_range() {
  OwnedRange range;
  range.view = {
      drawn_as<CircleId>(), drawn_as<LogId>(), drawn_as<Link>(), {}, drawn_as<Signature>()};
  Place place{{drawn<std::uint64_t>(1, limits::seq_max - 10)},
              {drawn<std::uint32_t>(1, UINT32_MAX - 10)},
              {drawn<std::uint16_t>(0, limits::epoch_leaves - 10)}};
  for (auto count = drawn(1, 5); count > 0; --count) {
    range.entries.push_back(drawn_entry(place.leaf == LeafIndex{0}));
    range.view.entries.push_back({place, range.entries.back().view});
    place = *following(place, drawn_coin());
  }
  return range;
}

bool equal(const RangeView& left, const RangeView& right) {
  const auto each = [](const PlacedEntry& one, const PlacedEntry& other) {
    return one.place == other.place && equal(one.entry, other.entry);
  };
  return left.circle == right.circle && left.log == right.log && left.previous == right.previous &&
         left.signature == right.signature && std::ranges::equal(left.entries, right.entries, each);
}

TEST(RangeProperty, every_range_survives_its_one_encoding) {
  EXPECT_TRUE(test::holds("decode(encode(range)) = range", [] {
    const auto range = drawn_range();
    const auto bytes = encode_range(range.view);
    const auto read = decode_range(bytes);
    RC_ASSERT(read.has_value());
    RC_ASSERT(equal(*read, range.view));
    RC_ASSERT(encode_range(*read) == bytes);
  }));
}

TEST(RangeProperty, no_flipped_bit_goes_unseen) {
  EXPECT_TRUE(test::holds("decode(flipped) is refused or has its own one encoding", [] {
    const auto range = drawn_range();
    const auto bytes = encode_range(range.view);
    test::for_flips(bytes, [&](const ByteVec& flipped) {
      const auto read = decode_range(flipped);
      if (!read) return;
      RC_ASSERT(!equal(*read, range.view));
      RC_ASSERT(encode_range(*read) == flipped);
    });
  }));
}

}  // namespace
}  // namespace kith::wire
