// Thousands of histories; the same properties as in world_test.
#include <gtest/gtest.h>

#include "sim/history.hpp"

namespace kith::sim {
namespace {

TEST(WorldLong, its_rules_hold_in_thousands_of_histories) {
  for (std::uint64_t seed = 10'000; seed < 13'000; ++seed) {
    const Plan plan{seed, seed % 10 == 0 ? 12U : 6U, 120, seed % 2 == 0 ? 70U : 8U};
    const auto told = tell(plan);
    if (told.problems.empty()) continue;
    ADD_FAILURE() << told.problems.front() << "\nagain: kith-sim world --seed " << seed
                  << " --steps " << plan.steps << " --people " << plan.people_max << " --days "
                  << plan.days_each_leap;
  }
}

}  // namespace
}  // namespace kith::sim
