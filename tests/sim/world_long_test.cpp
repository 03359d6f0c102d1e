// Hundreds of histories with all that may go wrong, under sanitizers; the same properties as in
// world_test. Thousands are played in the release build (sim/CMakeLists.txt).
#include <gtest/gtest.h>

#include "sim/history.hpp"
#include "sim/shrink.hpp"

namespace kith::sim {
namespace {

void hold(std::uint64_t first, std::uint64_t last, Knobs::People who) {
  for (auto seed = first; seed <= last; ++seed) {
    const Plan plan{seed, seed % 10 == 0 ? 12U : 6U, 120, seed % 2 == 0 ? 70U : 8U,
                    Knobs::drawn(seed, who)};
    const auto told = tell(plan);
    if (!told.problems.empty()) {
      ADD_FAILURE() << told.problems.front() << "\nagain: " << command_of(plan);
    }
  }
}

TEST(WorldLong, its_rules_hold_in_hundreds_of_histories) {
  hold(10'000, 10'799, Knobs::People::honest);
}

TEST(WorldLong, its_rules_hold_in_hundreds_of_histories_in_which_some_lie) {
  hold(11'000, 11'399, Knobs::People::lying);
}

}  // namespace
}  // namespace kith::sim
