// Random histories of small worlds over real nodes: whatever the people do, and however wires and
// clocks behave, DESIGN's rules hold. Each failure names the command that plays it again.
#include <gtest/gtest.h>

#include <cinttypes>
#include <cstdio>
#include <set>

#include "sim/history.hpp"
#include "sim/shrink.hpp"

namespace kith::sim {
namespace {

void holds(const Plan& plan) {
  const auto told = tell(plan);
  if (told.problems.empty()) return;
  std::printf("SEED=%" PRIu64 "\n", plan.seed);
  ADD_FAILURE() << told.problems.front() << "\nagain: " << command_of(plan);
}

// What may go wrong is drawn from the seed.
Plan drawn(std::uint64_t seed, std::size_t people, std::size_t steps, unsigned days,
           Knobs::People who = Knobs::People::honest) {
  return {seed, people, steps, days, Knobs::drawn(seed, who)};
}

TEST(World, a_seed_plays_the_same_history_again) {
  const Plan plan{7, 5, 60, 8};
  const auto one = tell(plan);
  const auto other = tell(plan);
  EXPECT_EQ(one.trace, other.trace);
  EXPECT_EQ(one.entries, other.entries);
  EXPECT_NE(one.trace, tell({8, 5, 60, 8}).trace);
}

// All that leaves and enters a node, what is kept, shown and lies on disks is in the trace.
TEST(World, whatever_goes_wrong_a_seed_plays_the_same_history_again) {
  const auto knobs =
      *Knobs::named("garble,repeat,late,disk,power,full,restore,clocks,forks,floods");
  for (const std::uint64_t seed : {3, 4}) {
    const Plan plan{seed, 5, 40, 8, knobs};
    EXPECT_EQ(tell(plan).trace, tell(plan).trace) << "seed " << seed;
  }
}

// Also where few ever meet.
TEST(World, what_a_seed_tells_is_in_its_trace) {
  std::set<std::uint64_t> traces;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) traces.insert(tell({seed, 12, 1, 8}).trace);
  EXPECT_EQ(traces.size(), 4U);
}

TEST(World, its_rules_hold_in_short_histories_of_few) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) holds(drawn(seed, 4, 60, 8));
}

TEST(World, its_rules_hold_where_nothing_goes_wrong) {
  for (std::uint64_t seed = 101; seed <= 130; ++seed) holds({seed, 4, 60, 8});
}

TEST(World, its_rules_hold_where_months_pass) {
  for (std::uint64_t seed = 1001; seed <= 1060; ++seed) holds(drawn(seed, 4, 60, 70));
}

TEST(World, its_rules_hold_where_some_lie) {
  for (std::uint64_t seed = 1101; seed <= 1120; ++seed) {
    holds(drawn(seed, 5, 60, 8, Knobs::People::lying));
  }
}

TEST(World, its_rules_hold_among_twelve) {
  for (std::uint64_t seed = 2001; seed <= 2003; ++seed) holds(drawn(seed, 12, 120, 8));
}

}  // namespace
}  // namespace kith::sim
