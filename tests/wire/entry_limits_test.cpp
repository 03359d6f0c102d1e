// Each limit of a lean entry, its boxes and its full header: at, below and above; and every form
// that is not the one.
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "tests/wire/raw_bytes.hpp"
#include "wire/header.hpp"

namespace kith::wire {
namespace {

using test::fixed;
using test::joined;
using test::varint;
using test::wide_varint;
using test::zeros;

constexpr std::uint8_t with_body = 2;
constexpr std::uint8_t with_boxes = 8;
constexpr std::size_t tag_bytes = EntryTag::size;

std::optional<EntryError> entry_refusal(const ByteVec& lean) {
  const auto decoded = decode_entry(lean);
  if (decoded) {
    EXPECT_EQ(decoded->size, lean.size());
    return std::nullopt;
  }
  return decoded.error();
}

ByteVec with_meta_units(std::uint64_t units) {
  return joined({{0}, varint(units), zeros(tag_bytes + units * 16)});
}

TEST(EntryLimits, meta_has_1_to_2048_units) {
  EXPECT_EQ(entry_refusal(with_meta_units(0)), EntryError::size_out_of_limit);
  EXPECT_EQ(entry_refusal(with_meta_units(1)), std::nullopt);
  EXPECT_EQ(entry_refusal(with_meta_units(limits::meta_units_max - 1)), std::nullopt);
  EXPECT_EQ(entry_refusal(with_meta_units(limits::meta_units_max)), std::nullopt);
  EXPECT_EQ(entry_refusal(with_meta_units(limits::meta_units_max + 1)),
            EntryError::size_out_of_limit);
}

TEST(EntryLimits, a_body_stays_within_its_limits_also_where_it_is_forgotten) {
  for (const unsigned forgotten : {0U, 4U}) {
    const auto with = [&](std::uint64_t size) {
      const auto present = forgotten != 0 ? stand_in_bytes : size;
      return entry_refusal(joined({{static_cast<std::uint8_t>(with_body | forgotten)},
                                   varint(1),
                                   varint(size),
                                   zeros(tag_bytes + 16 + present)}));
    };
    EXPECT_EQ(with(0), EntryError::size_out_of_limit);
    EXPECT_EQ(with(limits::body_bytes_min - 1), EntryError::size_out_of_limit);
    EXPECT_EQ(with(limits::body_bytes_min), std::nullopt);
    EXPECT_EQ(with(limits::body_bytes_min + 1), EntryError::not_padded);
    EXPECT_EQ(with(limits::body_bytes_max - 2048), std::nullopt);  // the Padmé size below
    EXPECT_EQ(with(limits::body_bytes_max - 1), EntryError::not_padded);
    EXPECT_EQ(with(limits::body_bytes_max), std::nullopt);
    EXPECT_EQ(with(limits::body_bytes_max + 1), EntryError::size_out_of_limit);
  }
}

// An entry with that many boxes, of which only the hashes stand.
ByteVec with_absent_boxes(std::uint64_t count, std::uint64_t box_size) {
  return joined({{with_boxes},
                 varint(1),
                 zeros(tag_bytes + 16),
                 varint(count),
                 varint(box_size),
                 zeros((count + 7) / 8 + count * BoxHash::size)});
}

TEST(EntryLimits, an_entry_has_1_to_1208_boxes) {
  EXPECT_EQ(entry_refusal(with_absent_boxes(0, 53)), EntryError::size_out_of_limit);
  EXPECT_EQ(entry_refusal(with_absent_boxes(1, 53)), std::nullopt);
  EXPECT_EQ(entry_refusal(with_absent_boxes(limits::boxes_max - 1, 53)), std::nullopt);
  EXPECT_EQ(entry_refusal(with_absent_boxes(limits::boxes_max, 53)), std::nullopt);
  EXPECT_EQ(entry_refusal(with_absent_boxes(limits::boxes_max + 1, 53)),
            EntryError::size_out_of_limit);
}

TEST(EntryLimits, a_box_has_53_to_16384_bytes) {
  EXPECT_EQ(entry_refusal(with_absent_boxes(1, 52)), EntryError::size_out_of_limit);
  EXPECT_EQ(entry_refusal(with_absent_boxes(1, 53)), std::nullopt);
  EXPECT_EQ(entry_refusal(with_absent_boxes(1, limits::box_bytes_max - 1)), std::nullopt);
  EXPECT_EQ(entry_refusal(with_absent_boxes(1, limits::box_bytes_max)), std::nullopt);
  EXPECT_EQ(entry_refusal(with_absent_boxes(1, limits::box_bytes_max + 1)),
            EntryError::size_out_of_limit);
  EXPECT_EQ(entry_refusal(with_absent_boxes(limits::boxes_max, varint_max)),
            EntryError::size_out_of_limit);
}

TEST(EntryLimits, all_boxes_have_2_mebibytes_whether_they_stand_or_not) {
  const auto many = limits::handovers_bytes_max / limits::box_bytes_max;
  EXPECT_EQ(entry_refusal(with_absent_boxes(many - 1, limits::box_bytes_max)), std::nullopt);
  EXPECT_EQ(entry_refusal(with_absent_boxes(many, limits::box_bytes_max)), std::nullopt);
  EXPECT_EQ(entry_refusal(with_absent_boxes(many + 1, limits::box_bytes_max)),
            EntryError::size_out_of_limit);
  const auto size = limits::handovers_bytes_max / limits::boxes_max;
  EXPECT_EQ(entry_refusal(with_absent_boxes(limits::boxes_max, size)), std::nullopt);
  EXPECT_EQ(entry_refusal(with_absent_boxes(limits::boxes_max, size + 1)),
            EntryError::size_out_of_limit);
}

TEST(EntryForm, the_greatest_boxes_part_is_read_whole) {
  const auto count = limits::handovers_bytes_max / limits::box_bytes_max;
  const ByteVec box(limits::box_bytes_max, 7);
  const BoxesView boxes{box.size(), std::vector<BoxSlot>(count, {true, box})};
  const auto part = encode_boxes(boxes);
  const auto lean = joined({{with_boxes}, varint(1), zeros(tag_bytes + 16), part});
  ASSERT_EQ(entry_refusal(lean), std::nullopt);
  EXPECT_EQ(encode_boxes(decode_boxes(part)), part);
}

TEST(EntryForm, bits_beyond_the_last_box_are_refused) {
  for (std::uint64_t count = 1; count <= 16; ++count) {
    for (std::uint64_t bit = 0; bit < (count + 7) / 8 * 8; ++bit) {
      ByteVec present((count + 7) / 8);
      present[bit / 8] |= static_cast<std::uint8_t>(1U << bit % 8);
      const auto slots = count * BoxHash::size + (bit < count ? 53 - BoxHash::size : 0);
      const auto lean = joined({{with_boxes},
                                varint(1),
                                zeros(tag_bytes + 16),
                                varint(count),
                                varint(53),
                                present,
                                zeros(slots)});
      EXPECT_EQ(entry_refusal(lean),
                bit < count ? std::nullopt : std::optional{EntryError::not_canonical})
          << count << " boxes, bit " << bit;
    }
  }
}

TEST(EntryForm, of_256_flag_bytes_12_are_known) {
  std::size_t known = 0;
  for (unsigned flags = 0; flags < 256; ++flags) {
    const bool body = (flags & 2) != 0;
    const bool forgotten = (flags & 4) != 0;
    const auto rest = tag_bytes + 16 + (body ? forgotten ? stand_in_bytes : 32 : 0);
    const auto lean =
        joined({{static_cast<std::uint8_t>(flags)},
                varint(1),
                body ? varint(32) : ByteVec{},
                zeros(rest),
                (flags & 8) != 0 ? joined({varint(1), varint(53), zeros(33)}) : ByteVec{}});
    const bool may_stand = flags < 16 && (body || !forgotten);
    EXPECT_EQ(entry_refusal(lean),
              may_stand ? std::nullopt : std::optional{EntryError::unknown_flag});
    known += may_stand ? 1 : 0;
  }
  EXPECT_EQ(known, 12U);
}

TEST(EntryForm, a_longer_varint_than_needed_is_refused_wherever_one_stands) {
  const auto tag_and_meta = zeros(tag_bytes + 16);
  const auto hashes = zeros(1 + BoxHash::size);
  for (const std::size_t width : {2, 4, 8}) {
    const std::vector<ByteVec> forms{
        joined({{0}, wide_varint(1, width), tag_and_meta}),
        joined({{with_body}, varint(1), wide_varint(32, width), tag_and_meta, zeros(32)}),
        joined({{with_boxes}, varint(1), tag_and_meta, wide_varint(1, width), varint(53), hashes}),
        joined({{with_boxes}, varint(1), tag_and_meta, varint(1), wide_varint(53, width), hashes}),
    };
    for (const auto& lean : forms) {
      EXPECT_EQ(entry_refusal(lean), EntryError::not_canonical) << width;
    }
  }
}

ByteVec header_with(std::uint64_t seq, std::uint16_t leaf, std::uint16_t meta_units,
                    std::uint32_t body_size, std::uint8_t version = protocol_version) {
  return joined({{version},
                 fixed(seq),
                 fixed(std::uint32_t{1}),
                 fixed(leaf),
                 fixed(meta_units),
                 fixed(body_size),
                 zeros(EntryTag::size + PartsHash::size)});
}

bool holds(const ByteVec& bytes) { return decode_header(bytes).has_value(); }

TEST(HeaderLimits, place_and_sizes_are_held_at_below_and_above) {
  EXPECT_TRUE(holds(header_with(limits::seq_max - 1, 0, 1, 0)));
  EXPECT_TRUE(holds(header_with(limits::seq_max, 0, 1, 0)));
  EXPECT_FALSE(holds(header_with(limits::seq_max + 1, 0, 1, 0)));
  EXPECT_TRUE(holds(header_with(0, limits::epoch_leaves - 1, 1, 0)));
  EXPECT_FALSE(holds(header_with(0, limits::epoch_leaves, 1, 0)));
  EXPECT_FALSE(holds(header_with(0, 0, 0, 0)));
  EXPECT_TRUE(holds(header_with(0, 0, limits::meta_units_max, 0)));
  EXPECT_FALSE(holds(header_with(0, 0, limits::meta_units_max + 1, 0)));
  EXPECT_FALSE(holds(header_with(0, 0, 1, limits::body_bytes_min - 1)));
  EXPECT_TRUE(holds(header_with(0, 0, 1, limits::body_bytes_min)));
  EXPECT_FALSE(holds(header_with(0, 0, 1, limits::body_bytes_min + 1)));
  EXPECT_TRUE(holds(header_with(0, 0, 1, limits::body_bytes_max)));
  EXPECT_FALSE(holds(header_with(0, 0, 1, 2 * limits::body_bytes_max)));
}

TEST(HeaderForm, has_one_size_and_one_version) {
  const auto whole = header_with(0, 0, 1, 0);
  ASSERT_EQ(whole.size(), header_bytes);
  EXPECT_FALSE(holds({}));
  EXPECT_FALSE(holds(ByteVec(whole.begin(), whole.end() - 1)));
  EXPECT_FALSE(holds(joined({whole, {0}})));
  EXPECT_FALSE(holds(header_with(0, 0, 1, 0, 0)));
  EXPECT_FALSE(holds(header_with(0, 0, 1, 0, 2)));
}

TEST(PlaceLimits, nothing_follows_the_last_seq_leaf_or_epoch) {
  constexpr std::uint16_t last_leaf = limits::epoch_leaves - 1;
  EXPECT_EQ(following({{limits::seq_max - 1}, {0}, {0}}, false),
            (Place{{limits::seq_max}, {0}, {1}}));
  EXPECT_EQ(following({{limits::seq_max}, {0}, {0}}, false), std::nullopt);
  EXPECT_EQ(following({{limits::seq_max}, {0}, {0}}, true), std::nullopt);
  EXPECT_EQ(following({{5}, {0}, {last_leaf - 1}}, false), (Place{{6}, {0}, {last_leaf}}));
  EXPECT_EQ(following({{5}, {0}, {last_leaf}}, false), std::nullopt);
  EXPECT_EQ(following({{5}, {0}, {last_leaf}}, true), (Place{{6}, {1}, {0}}));
  EXPECT_EQ(following({{5}, {UINT32_MAX - 1}, {3}}, true), (Place{{6}, {UINT32_MAX}, {0}}));
  EXPECT_EQ(following({{5}, {UINT32_MAX}, {3}}, true), std::nullopt);
  EXPECT_EQ(following({{5}, {UINT32_MAX}, {3}}, false), (Place{{6}, {UINT32_MAX}, {4}}));
}

}  // namespace
}  // namespace kith::wire
