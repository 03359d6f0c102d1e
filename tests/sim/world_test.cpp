// Random histories of small worlds over real nodes: whatever the people do, and however wires and
// clocks behave, DESIGN's rules hold. Each failure names the command that plays it again.
#include <gtest/gtest.h>

#include <cinttypes>
#include <cstdio>

#include "sim/history.hpp"

namespace kith::sim {
namespace {

void holds(const Plan& plan) {
  const auto told = tell(plan);
  if (told.problems.empty()) return;
  std::printf("SEED=%" PRIu64 "\n", plan.seed);
  ADD_FAILURE() << told.problems.front() << "\nagain: kith-sim world --seed " << plan.seed
                << " --steps " << plan.steps << " --people " << plan.people_max << " --days "
                << plan.days_each_leap;
}

TEST(World, a_seed_plays_the_same_history_again) {
  const Plan plan{7, 5, 60, 8};
  const auto one = tell(plan);
  const auto other = tell(plan);
  EXPECT_EQ(one.trace, other.trace);
  EXPECT_EQ(one.entries, other.entries);
  EXPECT_NE(one.trace, tell({8, 5, 60, 8}).trace);
}

TEST(World, its_rules_hold_in_short_histories_of_few) {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) holds({seed, 4, 60, 8});
}

TEST(World, its_rules_hold_where_months_pass) {
  for (std::uint64_t seed = 1001; seed <= 1080; ++seed) holds({seed, 4, 60, 70});
}

TEST(World, its_rules_hold_among_twelve) {
  for (std::uint64_t seed = 2001; seed <= 2004; ++seed) holds({seed, 12, 120, 8});
}

}  // namespace
}  // namespace kith::sim
