// The one canonical form: every other way to say the same is refused, by name.
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "tests/wire/raw_bytes.hpp"
#include "wire/audience_list.hpp"
#include "wire/handover.hpp"
#include "wire/meta.hpp"

namespace kith::wire {
namespace {

using test::joined;
using test::wide_varint;
using test::zeros;

std::optional<CborError> refusal(const ByteVec& input) {
  const auto reader = CborReader::open(input);
  return reader ? std::nullopt : std::optional{reader.error()};
}

// A head of that major type whose value stands in `width` bytes, needed or not.
ByteVec wide_head(unsigned major, std::uint64_t value, unsigned width) {
  const unsigned code = width == 1 ? 24 : width == 2 ? 25 : width == 4 ? 26 : 27;
  ByteVec out{static_cast<std::uint8_t>(major << 5 | code)};
  for (unsigned i = width; i-- > 0;) {
    out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  return out;
}

TEST(CborForm, a_longer_head_than_needed_is_refused_in_every_type) {
  for (const unsigned width : {1U, 2U, 4U, 8U}) {
    const std::uint64_t least = width == 1 ? 24 : std::uint64_t{1} << (4 * width);
    for (unsigned major = 0; major <= 5; ++major) {
      for (const std::uint64_t value : {std::uint64_t{0}, std::uint64_t{1}, least - 1}) {
        EXPECT_EQ(refusal(joined({wide_head(major, value, width), zeros(64)})),
                  CborError::not_canonical)
            << major << ' ' << width;
      }
    }
    EXPECT_EQ(refusal(wide_head(0, least, width)), std::nullopt);
    EXPECT_EQ(refusal(wide_head(1, least, width)), std::nullopt);
  }
}

TEST(CborForm, a_string_of_just_the_length_that_needs_the_longer_head_is_read) {
  for (const auto& [size, width] : {std::pair{24U, 1U}, {255U, 1U}, {256U, 2U}, {65536U, 4U}}) {
    EXPECT_EQ(refusal(joined({wide_head(2, size, width), zeros(size)})), std::nullopt);
    EXPECT_EQ(refusal(joined({wide_head(2, size, width), zeros(size - 1)})), CborError::truncated);
  }
}

TEST(CborForm, what_is_outside_the_data_model_is_refused) {
  for (unsigned low = 0; low < 28; ++low) {
    const auto tag = static_cast<std::uint8_t>(0xC0 + low);
    EXPECT_EQ(refusal(joined({{tag}, ByteVec(low < 24 ? 0 : 1U << (low - 24), 0xFF), {0}})),
              CborError::not_supported)
        << low;
    const bool known = low >= 20 && low <= 22;  // false, true, null
    const auto simple = static_cast<std::uint8_t>(0xE0 + low);
    EXPECT_EQ(refusal(joined({{simple}, zeros(low < 24 ? 0 : 1U << (low - 24))})),
              known ? std::nullopt : std::optional{CborError::not_supported})
        << low;
  }
  for (unsigned value = 0; value < 256; ++value) {
    EXPECT_EQ(refusal({0xF8, static_cast<std::uint8_t>(value)}), CborError::not_supported);
  }
}

TEST(CborForm, indefinite_lengths_breaks_and_reserved_heads_are_refused) {
  for (unsigned major = 0; major <= 7; ++major) {
    const auto indefinite = static_cast<std::uint8_t>(major << 5 | 31);
    EXPECT_EQ(refusal({indefinite, 0x00, 0xFF}), CborError::not_canonical) << major;
    for (unsigned low = 28; low <= 30; ++low) {
      const auto reserved = static_cast<std::uint8_t>(major << 5 | low);
      EXPECT_EQ(refusal(joined({{reserved}, zeros(16)})), CborError::not_supported) << major;
    }
  }
}

TEST(CborForm, keys_ascend_bytewise_and_no_two_are_equal) {
  // 10, 100, -1, "z", "aa", [100], false: the order of RFC 8949 §4.2.1.
  const std::vector<ByteVec> keys{{0x0A},           {0x18, 0x64},       {0x20}, {0x61, 'z'},
                                  {0x62, 'a', 'a'}, {0x81, 0x18, 0x64}, {0xF4}};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (std::size_t j = 0; j < keys.size(); ++j) {
      EXPECT_EQ(refusal(joined({{0xA2}, keys[i], {0}, keys[j], {0}})),
                i < j ? std::nullopt : std::optional{CborError::not_canonical})
          << i << ' ' << j;
    }
  }
}

TEST(CborForm, keys_are_watched_at_every_depth) {
  const ByteVec twice{0xA2, 0x01, 0x00, 0x01, 0x00};
  EXPECT_EQ(refusal(joined({{0x81}, twice})), CborError::not_canonical);
  EXPECT_EQ(refusal(joined({{0xA1, 0x00}, twice})), CborError::not_canonical);
  EXPECT_EQ(refusal(joined({{0xA1}, twice, {0x00}})), CborError::not_canonical);
}

TEST(CborForm, nests_16_deep_and_no_deeper_by_arrays_values_and_keys) {
  const auto nested = [](const ByteVec& open, const ByteVec& close, std::size_t levels) {
    ByteVec out{0x00};  // the innermost item is a level itself
    for (std::size_t i = 1; i < levels; ++i) {
      out = joined({open, out, close});
    }
    return refusal(out);
  };
  const std::vector<std::pair<ByteVec, ByteVec>> ways{
      {{0x81}, {}}, {{0xA1, 0x00}, {}}, {{0xA1}, {0x00}}};
  for (const auto& [open, close] : ways) {
    EXPECT_EQ(nested(open, close, limits::cbor_depth_max - 1), std::nullopt);
    EXPECT_EQ(nested(open, close, limits::cbor_depth_max), std::nullopt);
    EXPECT_EQ(nested(open, close, limits::cbor_depth_max + 1), CborError::too_deep);
  }
  EXPECT_EQ(refusal(ByteVec(100'000, 0x81)), CborError::too_deep);
  // An empty array counts like any other item.
  EXPECT_EQ(refusal(ByteVec(limits::cbor_depth_max, 0x80)), CborError::trailing_bytes);
  auto empty_at_the_end = ByteVec(limits::cbor_depth_max, 0x81);
  empty_at_the_end.back() = 0x80;
  EXPECT_EQ(refusal(empty_at_the_end), std::nullopt);
}

bool is_text(const ByteVec& bytes) {
  return refusal(joined({{static_cast<std::uint8_t>(0x60 + bytes.size())}, bytes})) !=
         CborError::not_text;
}

TEST(CborForm, text_is_utf_8_in_its_shortest_form_without_surrogates) {
  const std::vector<ByteVec> valid{{},
                                   {0x00},
                                   {0x7F},
                                   {0xC2, 0x80},
                                   {0xDF, 0xBF},
                                   {0xE0, 0xA0, 0x80},
                                   {0xED, 0x9F, 0xBF},
                                   {0xEE, 0x80, 0x80},
                                   {0xEF, 0xBF, 0xBF},
                                   {0xF0, 0x90, 0x80, 0x80},
                                   {0xF4, 0x8F, 0xBF, 0xBF}};
  for (const auto& text : valid) EXPECT_TRUE(is_text(text)) << to_hex(text);
  const std::vector<ByteVec> invalid{{0x80},                    // a continuation alone
                                     {0xBF},                    //
                                     {0xC0, 0x80},              // overlong
                                     {0xC1, 0xBF},              //
                                     {0xE0, 0x80, 0x80},        //
                                     {0xE0, 0x9F, 0xBF},        //
                                     {0xF0, 0x80, 0x80, 0x80},  //
                                     {0xF0, 0x8F, 0xBF, 0xBF},  //
                                     {0xED, 0xA0, 0x80},        // surrogates
                                     {0xED, 0xBF, 0xBF},        //
                                     {0xF4, 0x90, 0x80, 0x80},  // beyond U+10FFFF
                                     {0xF5, 0x80, 0x80, 0x80},  //
                                     {0xFF},                    //
                                     {0xC2},                    // cut
                                     {0xE2, 0x82},              //
                                     {0xF0, 0x9F, 0x8C},        //
                                     {0xC2, 0x41},              // not continued
                                     {0xE2, 0x41, 0x80},        //
                                     {'a', 0xC2}};
  for (const auto& text : invalid) EXPECT_FALSE(is_text(text)) << to_hex(text);
}

TEST(CborForm, a_reader_that_found_something_else_finds_nothing_more) {
  const auto array = CborWriter{}.array(3).bytes({}).integer(7).integer(7).take();
  auto reader = *CborReader::open(array);
  ASSERT_EQ(reader.array(), 3U);
  EXPECT_FALSE(reader.fixed<Reference>().has_value());  // bytes, but not 16
  EXPECT_FALSE(reader.integer().has_value());
  const ByteVec null_then_one{0x82, 0xF6, 0x01};
  auto other = *CborReader::open(null_then_one);
  ASSERT_EQ(other.array(), 2U);
  EXPECT_FALSE(other.boolean().has_value());
  EXPECT_FALSE(other.integer().has_value());
}

TEST(VarintForm, only_the_shortest_of_its_forms_is_read) {
  for (const std::uint64_t value : {0U, 63U, 64U, 16383U, 16384U, (1U << 30) - 1}) {
    const auto shortest = test::varint(value);
    for (const std::size_t width : {2, 4, 8}) {
      if (width < shortest.size()) continue;
      const auto bytes = wide_varint(value, width);
      ByteReader reader{bytes};
      EXPECT_EQ(reader.take_varint().has_value(), width == shortest.size());
      EXPECT_EQ(reader.left(), width == shortest.size() ? 0 : width);
    }
  }
}

TEST(TrailingForm, records_end_where_their_item_ends) {
  const auto nobody = CborWriter{}.array(0).take();
  EXPECT_TRUE(decode_audience(nobody).has_value());
  EXPECT_FALSE(decode_audience(joined({nobody, {0}})).has_value());
  const auto record = encode_signed({}, {});
  EXPECT_TRUE(decode_signed(record).has_value());
  EXPECT_FALSE(decode_signed(joined({record, {0}})).has_value());
}

TEST(TrailingForm, meta_and_handover_are_followed_by_zeros_alone) {
  const auto meta = encode_meta({.time = {5}});
  ASSERT_TRUE(decode_meta(meta).has_value());
  for (std::size_t i = *cbor_item_size(meta); i < meta.size(); ++i) {
    auto marked = meta;
    marked[i] = 1;
    EXPECT_FALSE(decode_meta(marked).has_value()) << i;
  }
  for (std::size_t size = 0; size < meta.size(); ++size) {
    EXPECT_FALSE(decode_meta(ByteView{meta}.first(size)).has_value()) << size;
  }

  const ByteVec span = joined(
      {{0xA5, 0, 1, 1, 1, 2, 1, 3, 0x58, 32}, zeros(32), {4, 0x58, 35, 10, 0, 1}, zeros(32)});
  const auto handover = joined({{0xA1, 0, 0x81}, span});
  ASSERT_TRUE(decode_handover(handover).has_value());
  EXPECT_TRUE(decode_handover(joined({handover, zeros(500)})).has_value());
  EXPECT_FALSE(decode_handover(joined({handover, zeros(500), {1}})).has_value());
}

}  // namespace
}  // namespace kith::wire
