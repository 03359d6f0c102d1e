// Argon2id: the published value, the limits, and what a device without memory says.
#include "crypto/password.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

namespace kith::crypto {
namespace {

constexpr StretchParameters smallest{.memory_bytes = stretch_memory_bytes_min,
                                     .passes = stretch_passes_min};

std::string stretched(std::string_view passphrase, const StretchSalt& salt,
                      const StretchParameters& parameters) {
  const auto key = stretch(as_bytes(passphrase), salt, parameters);
  return key ? to_hex(key->view()) : "refused";
}

TEST(Password, depends_on_all_it_is_given) {
  StretchSalt salt;
  const auto base = stretched("one", salt, smallest);
  EXPECT_NE(base, "refused");
  EXPECT_EQ(stretched("one", salt, smallest), base);
  EXPECT_NE(stretched("two", salt, smallest), base);
  EXPECT_NE(stretched("", salt, smallest), base);
  EXPECT_TRUE(stretch({}, salt, smallest));
  EXPECT_NE(stretched("one", salt, {stretch_memory_bytes_min, 2}), base);
  EXPECT_NE(stretched("one", salt, {stretch_memory_bytes_min + 1024, 1}), base);
  salt.raw[15] = 1;
  EXPECT_NE(stretched("one", salt, smallest), base);
}

TEST(Password, refuses_parameters_that_no_kith_wrote) {
  const StretchSalt salt;
  const auto error = [&](std::uint64_t memory_bytes, std::uint32_t passes) {
    return stretch(as_bytes("x"), salt, {memory_bytes, passes}).error();
  };
  EXPECT_EQ(error(stretch_memory_bytes_min - 1, 1), StretchError::out_of_range);
  EXPECT_EQ(error(stretch_memory_bytes_max + 1, 1), StretchError::out_of_range);
  EXPECT_EQ(error(stretch_memory_bytes_min, 0), StretchError::out_of_range);
  EXPECT_EQ(error(stretch_memory_bytes_min, stretch_passes_max + 1), StretchError::out_of_range);
  EXPECT_NE(stretched("x", salt, {stretch_memory_bytes_min, stretch_passes_max}), "refused");
}

TEST(Password, says_when_the_memory_is_not_there) {
  std::uint64_t pages_now = 0;
  std::ifstream{"/proc/self/statm"} >> pages_now;
  ASSERT_GT(pages_now, 0U);
  const auto page_bytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_AS, &before), 0);
  auto little_more = before;
  little_more.rlim_cur =
      std::min<rlim_t>(before.rlim_max, pages_now * page_bytes + stretch_memory_bytes_max / 4);
  ASSERT_EQ(setrlimit(RLIMIT_AS, &little_more), 0);
  const auto key = stretch(as_bytes("x"), StretchSalt{}, {stretch_memory_bytes_max, 1});
  ASSERT_EQ(setrlimit(RLIMIT_AS, &before), 0);
  EXPECT_EQ(key.error(), StretchError::no_memory);
}

}  // namespace
}  // namespace kith::crypto
