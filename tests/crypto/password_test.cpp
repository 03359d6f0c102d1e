// Argon2id: the published value, the limits, and what a device without memory says.
#include "crypto/password.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

extern "C" void __gcov_dump() __attribute__((weak));

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

// In a process of its own, since the limit cannot be lifted again. Exits 0 when all is as it
// should.
[[noreturn]] void stretch_without_memory() {
  std::uint64_t pages_now = 0;
  std::ifstream{"/proc/self/statm"} >> pages_now;
  const auto page_bytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  const auto most = pages_now * page_bytes + stretch_memory_bytes_max / 4;
  const rlimit little_more{.rlim_cur = most, .rlim_max = most};
  if (pages_now == 0 || setrlimit(RLIMIT_AS, &little_more) != 0) {
    _exit(2);
  }
  const auto key = stretch(as_bytes("x"), StretchSalt{}, {stretch_memory_bytes_max, 1});
  if (__gcov_dump != nullptr) __gcov_dump();  // tools/coverage.py: a process of its own counts too
  _exit(!key && key.error() == StretchError::no_memory ? 0 : 1);
}

TEST(Password, says_when_the_memory_is_not_there) {
  EXPECT_EXIT(stretch_without_memory(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace kith::crypto
