// Whoever floods the network with what looks like beacons must not keep others from being found.
#include "running/beacon_budget.hpp"

#include <gtest/gtest.h>

namespace kith::running {
namespace {

using namespace std::chrono_literals;

constexpr Instant at(std::chrono::microseconds since) { return {since}; }

std::size_t taken(BeaconBudget& budget, const std::string& host, Instant now, std::size_t tries) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < tries; ++i) count += budget.take(host, now) ? 1U : 0U;
  return count;
}

TEST(BeaconBudget, one_address_takes_nothing_from_another) {
  BeaconBudget budget;
  EXPECT_EQ(taken(budget, "10.0.0.66", at(5s), 1000), beacons_of_a_host_max);
  EXPECT_TRUE(budget.take("10.0.0.7", at(5s)));
}

TEST(BeaconBudget, many_addresses_together_have_a_bound) {
  BeaconBudget budget;
  std::size_t count = 0;
  for (int i = 0; i < 2000; ++i) count += taken(budget, std::to_string(i), at(5s), 1);
  EXPECT_EQ(count, beacons_a_second_max);
}

TEST(BeaconBudget, begins_anew_with_the_next_second_and_not_before) {
  BeaconBudget budget;
  EXPECT_EQ(taken(budget, "10.0.0.66", at(5s), 10), beacons_of_a_host_max);
  EXPECT_FALSE(budget.take("10.0.0.66", at(6s - 1us)));
  EXPECT_TRUE(budget.take("10.0.0.66", at(6s)));
}

}  // namespace
}  // namespace kith::running
