// Base32 as tor has it: RFC 4648's own vectors, and nothing that is not canonical.
#include "crypto/base32.hpp"

#include <gtest/gtest.h>

namespace kith::crypto {
namespace {

TEST(Base32, the_vectors_of_rfc_4648_in_small_letters_without_padding) {
  const std::vector<std::pair<std::string, std::string>> vectors{{"", ""},
                                                                 {"f", "my"},
                                                                 {"fo", "mzxq"},
                                                                 {"foo", "mzxw6"},
                                                                 {"foob", "mzxw6yq"},
                                                                 {"fooba", "mzxw6ytb"},
                                                                 {"foobar", "mzxw6ytboi"}};
  for (const auto& [plain, text] : vectors) {
    EXPECT_EQ(to_base32(as_bytes(plain)), text);
    const auto bytes = from_base32(text);
    ASSERT_TRUE(bytes.has_value()) << text;
    EXPECT_EQ(as_text(*bytes), plain);
  }
}

TEST(Base32, other_text_is_refused) {
  for (const auto* text : {"m", "MY", "m1", "my=", "mz ", "mzx", "mzxw6y", "mz", "mzxr"}) {
    EXPECT_FALSE(from_base32(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace kith::crypto
