// A device without a battery wakes up in 1970. "Include Ben with the past of 30 days" named a time
// before that, which no entry can say: the act was written in a form that nobody reads, stood in
// memory until the process ended, and was lost with it, though it had been acknowledged. Found by
// histories with wrong clocks.
#include "tests/people/device.hpp"

namespace kith::node::test {
namespace {

struct BeforeTime : ::testing::Test {
  BeforeTime() {
    meet(ana, ben);
    garden = ana.take(ana.node->new_circle("garden", morning));
  }
  void include_and_wake(const Inclusion& how) {
    (void)ana.take(ana.node->include(garden, {ben.node->person()}, how, morning));
    ana.reopen();
  }
  [[nodiscard]] auto standing() {
    return ana.node->self().acts().standing(ana.node->strands().id_of(garden), ben.node->person());
  }
  Device ana{"Ana", 1};
  Device ben{"Ben", 2};
  CircleNumber garden;
};

TEST_F(BeforeTime, a_past_from_then_on_is_all_and_the_act_is_kept) {
  include_and_wake({std::nullopt, WallTime{-1}});
  EXPECT_TRUE(standing().included);
  EXPECT_EQ(ana.node->audience(garden, morning).size(), 1U);
}

TEST_F(BeforeTime, a_lease_until_then_is_over_and_the_act_is_kept) {
  include_and_wake({WallTime{-1}, std::nullopt});
  EXPECT_TRUE(standing().included);
  EXPECT_TRUE(ana.node->audience(garden, morning).empty());
}

TEST_F(BeforeTime, a_lease_beyond_all_time_is_kept_as_the_longest_there_is) {
  include_and_wake({WallTime{INT64_MAX}, std::nullopt});
  EXPECT_EQ(ana.node->audience(garden, morning).size(), 1U);
}

}  // namespace
}  // namespace kith::node::test
