// Bytes that are wiped as their memory is given back hold what was put into them until then. That
// the memory is clean afterwards nobody may look at; secret_test looks at what wipes it.
#include "crypto/wiped_bytes.hpp"

#include <gtest/gtest.h>

namespace kith::crypto {
namespace {

TEST(WipedBytes, hold_what_they_grew_to) {
  WipedBytes bytes;
  for (int i = 0; i < 1000; ++i) bytes.push_back(static_cast<std::uint8_t>(i));
  const auto copy = bytes;
  bytes.clear();
  bytes.shrink_to_fit();
  ASSERT_EQ(copy.size(), 1000U);
  for (std::size_t i = 0; i < copy.size(); ++i) EXPECT_EQ(copy[i], static_cast<std::uint8_t>(i));
}

}  // namespace
}  // namespace kith::crypto
