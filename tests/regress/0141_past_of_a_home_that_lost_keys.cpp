// A home that had gone back to an older disk got its own entries back without their keys. When its
// person included someone with a past, one of these was asked for its time, and the act refused as
// if the store were damaged; by then it stood in memory: the device addressed somebody whom its
// store did not, and what was said next stood after entries that nobody had kept. Found by
// histories with people who lie.
#include "tests/people/device.hpp"

namespace kith::node::test {
namespace {

struct LostKeys : ::testing::Test {
  LostKeys() {
    meet(ana, ben);
    meet(ana, cem);
    garden = ana.take(ana.node->new_circle("garden", morning));
    (void)ana.take(ana.node->include(garden, {ben.node->person()}, {}, morning));
    (void)ana.take(ana.node->say(garden, {"before the backup"}, morning));
    (void)ana.cut();
    restored = ana.copy(4);
    (void)restored->take(restored->node->retire_logs());
    // By then an epoch opened, whose key only the lost disk had.
    for (int day = 8; day < 11; ++day) {
      (void)ana.take(ana.node->say(garden, {"lost"}, morning + std::chrono::hours{24 * day}));
    }
    for (const auto& range : ana.cut()) {
      (void)restored->take(restored->node->take_range(range, later));
    }
  }
  const WallTime later = morning + std::chrono::hours{24 * 20};
  Device ana{"Ana", 1};
  Device ben{"Ben", 2};
  Device cem{"Cem", 3};
  CircleNumber garden;
  std::unique_ptr<Device> restored;
};

TEST_F(LostKeys, gives_the_past_that_still_opens) {
  (void)restored->take(restored->node->confirm_clock(later));
  const Inclusion all{std::nullopt, WallTime{}};
  const auto step = restored->node->include(garden, {cem.node->person()}, all, later);
  ASSERT_TRUE(step.has_value());
  restored->commit(step->commit, Durability::full);
  const auto before = restored->node->audience(garden, later);
  EXPECT_EQ(before.size(), 2U);
  restored->reopen();
  EXPECT_EQ(restored->node->audience(garden, later), before);
}

TEST_F(LostKeys, gives_none_of_a_time_that_only_the_lost_entries_may_have) {
  (void)restored->take(restored->node->confirm_clock(later));
  const Inclusion since{std::nullopt, morning + std::chrono::hours{24}};
  const auto step = restored->node->include(garden, {cem.node->person()}, since, later);
  ASSERT_TRUE(step.has_value());
  restored->commit(step->commit, Durability::full);
  (void)restored->take(restored->node->say(garden, {"to both"}, later));
  restored->reopen();
  EXPECT_EQ(restored->node->audience(garden, later).size(), 2U);
}

}  // namespace
}  // namespace kith::node::test
