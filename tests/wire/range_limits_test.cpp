// Each limit of a range at, below and above, and every form that is not the one.
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "tests/wire/raw_bytes.hpp"
#include "wire/range.hpp"

namespace kith::wire {
namespace {

using test::fixed;
using test::joined;
using test::varint;
using test::wide_varint;
using test::zeros;

const ByteVec small = joined({{0}, varint(1), zeros(EntryTag::size + 16)});
const ByteVec opening = joined({{1}, varint(1), zeros(EntryTag::size + 16)});

ByteVec head_at(const Place& first, const ByteVec& count, std::uint8_t version = 1) {
  return joined({{version},
                 zeros(CircleId::size + LogId::size),
                 fixed(first.seq.value),
                 zeros(Link::size),
                 fixed(first.epoch.value),
                 fixed(first.leaf.value),
                 count});
}

ByteVec range_at(const Place& first, const std::vector<ByteVec>& entries) {
  auto bytes = head_at(first, varint(entries.size()));
  for (const auto& entry : entries) {
    put_bytes(bytes, entry);
  }
  return joined({bytes, zeros(Signature::size)});
}

std::optional<RangeError> range_refusal(const ByteVec& bytes) {
  const auto range = decode_range(bytes);
  return range ? std::nullopt : std::optional{range.error()};
}

TEST(RangeLimits, a_range_has_1_to_4096_entries) {
  // Epochs of 1000 entries, so that the leaves do not end first.
  const auto with = [](std::size_t count) {
    std::vector<ByteVec> entries;
    for (std::size_t i = 0; i < count; ++i) {
      entries.push_back(i % 1000 == 0 ? opening : small);
    }
    return range_refusal(range_at({{7}, {1}, {0}}, entries));
  };
  EXPECT_EQ(with(0), RangeError::out_of_limit);
  EXPECT_EQ(with(1), std::nullopt);
  EXPECT_EQ(with(limits::range_entries_max - 1), std::nullopt);
  EXPECT_EQ(with(limits::range_entries_max), std::nullopt);
  EXPECT_EQ(with(limits::range_entries_max + 1), RangeError::out_of_limit);
  EXPECT_EQ(range_refusal(joined({head_at({{7}, {1}, {1}}, varint(varint_max)), small})),
            RangeError::out_of_limit);
}

// A range of exactly `bytes` bytes: bodies as long as they fit, then one box that fits to the byte.
ByteVec range_of(std::size_t bytes) {
  const Place first{{7}, {1}, {1}};
  std::vector<ByteVec> entries;
  auto missing = bytes - range_at(first, {small}).size() + small.size();
  for (const std::size_t body : {limits::body_bytes_max, std::size_t{8192}}) {
    const auto entry =
        joined({{2}, varint(1), varint(body), zeros(EntryTag::size + 16), zeros(body)});
    for (; missing > entry.size() + 1024; missing -= entry.size()) {
      entries.push_back(entry);
    }
  }
  const auto with_box = [](std::size_t size) {
    return joined(
        {{8}, varint(1), zeros(EntryTag::size + 16), varint(1), varint(size), {1}, zeros(size)});
  };
  missing -= with_box(64).size() - 64;
  missing -= varint(entries.size() + 1).size() - 1;
  entries.push_back(with_box(missing));
  return range_at(first, entries);
}

TEST(RangeLimits, a_range_has_at_most_4_mebibytes) {
  for (const auto& [size, refused] :
       {std::pair{limits::range_bytes_max - 1, false}, std::pair{limits::range_bytes_max, false},
        std::pair{limits::range_bytes_max + 1, true}}) {
    const auto bytes = range_of(size);
    ASSERT_EQ(bytes.size(), size);
    EXPECT_EQ(range_refusal(bytes),
              refused ? std::optional{RangeError::out_of_limit} : std::nullopt);
  }
}

TEST(RangeLimits, places_end_where_seqs_leaves_and_epochs_end) {
  constexpr std::uint16_t last_leaf = limits::epoch_leaves - 1;
  EXPECT_EQ(range_refusal(range_at({{limits::seq_max}, {1}, {1}}, {small})), std::nullopt);
  EXPECT_EQ(range_refusal(range_at({{limits::seq_max + 1}, {1}, {1}}, {small})),
            RangeError::out_of_limit);
  EXPECT_EQ(range_refusal(range_at({{limits::seq_max - 1}, {1}, {1}}, {small, small})),
            std::nullopt);
  EXPECT_EQ(range_refusal(range_at({{limits::seq_max}, {1}, {1}}, {small, small})),
            RangeError::out_of_limit);

  EXPECT_EQ(range_refusal(range_at({{5000}, {1}, {last_leaf}}, {small})), std::nullopt);
  EXPECT_EQ(range_refusal(range_at({{5000}, {1}, {last_leaf + 1}}, {small})),
            RangeError::out_of_limit);
  EXPECT_EQ(range_refusal(range_at({{5000}, {1}, {last_leaf}}, {small, small})),
            RangeError::out_of_limit);
  EXPECT_EQ(range_refusal(range_at({{5000}, {1}, {last_leaf}}, {small, opening})), std::nullopt);

  EXPECT_EQ(range_refusal(range_at({{5000}, {UINT32_MAX - 1}, {1}}, {small, opening})),
            std::nullopt);
  EXPECT_EQ(range_refusal(range_at({{5000}, {UINT32_MAX}, {1}}, {small, opening})),
            RangeError::out_of_limit);
}

TEST(RangeForm, the_first_entry_opens_exactly_at_leaf_0) {
  EXPECT_EQ(range_refusal(range_at({{7}, {1}, {0}}, {opening})), std::nullopt);
  EXPECT_EQ(range_refusal(range_at({{7}, {1}, {0}}, {small})), RangeError::wrong_opening);
  EXPECT_EQ(range_refusal(range_at({{7}, {1}, {1}}, {opening})), RangeError::wrong_opening);
}

TEST(RangeForm, a_log_begins_with_epoch_0_and_leaf_0) {
  EXPECT_EQ(range_refusal(range_at({{0}, {0}, {0}}, {opening})), std::nullopt);
  EXPECT_EQ(range_refusal(range_at({{0}, {1}, {0}}, {opening})), RangeError::wrong_opening);
  EXPECT_EQ(range_refusal(range_at({{0}, {0}, {1}}, {small})), RangeError::wrong_opening);
}

TEST(RangeForm, another_version_is_refused_before_anything_else) {
  for (const std::uint8_t version : ByteVec{0, 2, 255}) {
    EXPECT_EQ(range_refusal(head_at({{7}, {1}, {1}}, {}, version)), RangeError::unknown_version);
  }
}

TEST(RangeForm, cut_anywhere_or_longer_by_a_byte_it_is_refused) {
  const auto whole = range_at({{7}, {1}, {1}}, {small, small});
  ASSERT_EQ(range_refusal(whole), std::nullopt);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(
        range_refusal(ByteVec(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))),
        std::nullopt)
        << size;
  }
  EXPECT_EQ(range_refusal(joined({whole, {0}})), RangeError::trailing_bytes);
}

TEST(RangeForm, a_count_longer_than_needed_is_refused) {
  for (const std::size_t width : {2, 4, 8}) {
    const auto bytes =
        joined({head_at({{7}, {1}, {1}}, wide_varint(1, width)), small, zeros(Signature::size)});
    EXPECT_NE(range_refusal(bytes), std::nullopt);
  }
}

}  // namespace
}  // namespace kith::wire
