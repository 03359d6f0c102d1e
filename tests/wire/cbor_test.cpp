// Canonical CBOR: what is written is read back, and every other form is refused by name.
#include "wire/cbor.hpp"

#include <gtest/gtest.h>

#include "wire/varint.hpp"

namespace kith::wire {
namespace {

CborError cbor_refusal(ByteVec input) {
  const auto reader = CborReader::open(input);
  EXPECT_FALSE(reader.has_value());
  return reader ? CborError::wrong_type : reader.error();
}

TEST(Cbor, reads_back_what_it_wrote) {
  const auto bytes = CborWriter{}
                         .map(3)
                         .key(0)
                         .integer(1'000'000)
                         .key(1)
                         .text("ä")
                         .key(24)
                         .array(2)
                         .boolean(true)
                         .bytes(as_bytes("x"))
                         .take();
  const auto fields = cbor_fields(bytes);
  ASSERT_TRUE(fields.has_value());
  EXPECT_EQ(integer_field(*fields, 0), 1'000'000U);
  EXPECT_EQ(text_field(*fields, 1), "ä");
  EXPECT_FALSE(integer_field(*fields, 1).has_value());
  EXPECT_EQ(field_of(*fields, 24)->size(), 4U);
}

TEST(Cbor, refuses_each_form_that_is_not_the_one) {
  EXPECT_EQ(cbor_refusal({}), CborError::truncated);
  EXPECT_EQ(cbor_refusal({0x18}), CborError::truncated);
  EXPECT_EQ(cbor_refusal({0x18, 0x17}), CborError::not_canonical);        // 23 in two bytes
  EXPECT_EQ(cbor_refusal({0x19, 0x00, 0xFF}), CborError::not_canonical);  // 255 in three
  EXPECT_EQ(cbor_refusal({0x5F, 0xFF}), CborError::not_canonical);        // indefinite
  EXPECT_EQ(cbor_refusal({0xF9, 0x00, 0x00}), CborError::not_supported);  // a float
  EXPECT_EQ(cbor_refusal({0xC0, 0x00}), CborError::not_supported);        // a tag
  EXPECT_EQ(cbor_refusal({0xF7}), CborError::not_supported);              // undefined
  EXPECT_EQ(cbor_refusal({0x62, 0xC0, 0x80}), CborError::not_text);       // overlong UTF-8
  EXPECT_EQ(cbor_refusal({0xA2, 0x01, 0x00, 0x01, 0x00}),
            CborError::not_canonical);  // twice one key
  EXPECT_EQ(cbor_refusal({0xA2, 0x02, 0x00, 0x01, 0x00}),
            CborError::not_canonical);  // out of order
  EXPECT_EQ(cbor_refusal({0x00, 0x00}), CborError::trailing_bytes);
  EXPECT_EQ(cbor_refusal({0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}),
            CborError::truncated);  // an array of 2^64 - 1
}

TEST(Cbor, allows_only_zeros_where_padding_may_follow) {
  EXPECT_TRUE(CborReader::open(ByteVec{0x01, 0, 0}, CborReader::Trailing::zeros).has_value());
  EXPECT_FALSE(CborReader::open(ByteVec{0x01, 0, 1}, CborReader::Trailing::zeros).has_value());
}

TEST(Varint, has_one_form_for_each_value) {
  for (const std::uint64_t value :
       {std::uint64_t{0}, std::uint64_t{63}, std::uint64_t{64}, std::uint64_t{16383},
        std::uint64_t{16384}, std::uint64_t{1073741823}, std::uint64_t{1073741824}, varint_max}) {
    ByteVec bytes;
    put_varint(bytes, value);
    ByteReader reader{bytes};
    EXPECT_EQ(reader.take_varint(), value);
    EXPECT_EQ(reader.left(), 0U);
  }
  const ByteVec longer{0x40, 0x3F};  // 63 in two bytes
  EXPECT_FALSE(ByteReader{longer}.take_varint().has_value());
  const ByteVec cut{0x40};
  EXPECT_FALSE(ByteReader{cut}.take_varint().has_value());
}

}  // namespace
}  // namespace kith::wire
