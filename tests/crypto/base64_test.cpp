// Base64 in its two alphabets: RFC 4648's vectors, and nothing that is not the one form.
#include "crypto/base64.hpp"

#include <gtest/gtest.h>

namespace kith::crypto {
namespace {

TEST(Base64, the_vectors_of_rfc_4648_with_padding_and_without) {
  const std::vector<std::pair<std::string, std::string>> vectors{{"", ""},
                                                                 {"f", "Zg=="},
                                                                 {"fo", "Zm8="},
                                                                 {"foo", "Zm9v"},
                                                                 {"foob", "Zm9vYg=="},
                                                                 {"fooba", "Zm9vYmE="},
                                                                 {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, padded] : vectors) {
    EXPECT_EQ(to_base64(as_bytes(plain)), padded);
    const auto bare = padded.substr(0, padded.find('='));
    EXPECT_EQ(to_base64url(as_bytes(plain)), bare);
    const auto bytes = from_base64url(bare);
    ASSERT_TRUE(bytes.has_value()) << bare;
    EXPECT_EQ(as_text(*bytes), plain);
  }
}

TEST(Base64, the_last_two_letters_are_those_that_stand_in_an_address) {
  const ByteVec bytes{0xfb, 0xff};
  EXPECT_EQ(to_base64(bytes), "+/8=");
  EXPECT_EQ(to_base64url(bytes), "-_8");
  EXPECT_EQ(from_base64url("-_8"), bytes);
}

TEST(Base64, other_text_is_refused) {
  // Half a byte, padding, the other alphabet, a space, bits that no byte has.
  for (const auto* text : {"Z", "Zg==", "+/8", "Zm9v ", "Zm9v!", "Zh", "Zm9"}) {
    EXPECT_FALSE(from_base64url(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace kith::crypto
