#include "sim/no_randomness.hpp"

#include <sodium/randombytes.h>
#include <sqlite3.h>

#include <span>

#include "base/check.hpp"
#include "crypto/init.hpp"
#include "sim/dice.hpp"

namespace kith::sim {
namespace {

std::uint64_t drawn = 0;

// The same bytes in every run, should anybody ask.
void fill(void* out, std::size_t bytes) {
  static test::SeededEntropy entropy{0x50d1};
  ++drawn;
  entropy.fill({static_cast<std::uint8_t*>(out), bytes});
}

std::uint32_t one_word() {
  std::uint32_t word = 0;
  fill(&word, sizeof word);
  return word;
}

const char* name() { return "kith-sim"; }

randombytes_implementation seeded{name, one_word, nullptr, nullptr, fill, nullptr};

}  // namespace

void forbid_randomness(std::uint64_t seed) {
  // What SQLite draws lies on its disks: salts of the log.
  const auto salt = static_cast<int>(seed % 0x7fff'ffffU) + 1;
  check(sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, salt, nullptr) == SQLITE_OK);
  static bool done = false;
  if (done) return;
  done = true;
  check(randombytes_set_implementation(&seeded) == 0);
  crypto::init();  // it asks for the canaries of its own memory
  drawn = 0;
}

std::uint64_t randomness_drawn() { return drawn; }

}  // namespace kith::sim
