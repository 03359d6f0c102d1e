// A home that was copied or put back from a backup is told what became of its own logs.
#include "node/own_returned.hpp"
#include "tests/people/device.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

TEST(OwnReturned, nothing_is_said_where_nothing_happened) {
  Person ana{"Ana", 71};
  Person ben{"Ben", 72};
  meet_by_cards(ana, ben);
  const auto garden = ana.circle("garden");
  include(ana, garden, ben);
  ana.say(garden, "here");
  (void)sync(ben, ana);
  EXPECT_TRUE(own_returned(*ana.node)->empty());
  EXPECT_TRUE(own_returned(*ben.node)->empty());
}

struct Restored : ::testing::Test {
  Restored() {
    meet(ana, ben);
    garden = ana.take(ana.node->new_circle("garden", morning));
    (void)ana.take(ana.node->include(garden, {ben.node->person()}, {}, morning));
    (void)ana.cut();
  }
  /// What a device says, as whoever heard it brings it back.
  std::vector<ByteVec> said_by(Device& device, WallTime when) {
    (void)device.take(device.node->say(garden, {"said meanwhile"}, when));
    return device.cut();
  }
  static void bring(Device& to, const std::vector<ByteVec>& ranges) {
    for (const auto& range : ranges) (void)to.take(to.node->take_range(range, morning));
  }

  Device ana{"Ana", 71};
  Device ben{"Ben", 72};
  CircleNumber garden;
};

TEST_F(Restored, what_was_said_since_the_backup_is_counted_and_its_logs_are_named) {
  const auto restored = ana.copy(73);
  (void)restored->take(restored->node->retire_logs());
  auto told = own_returned(*restored->node).value();
  ASSERT_EQ(told.size(), 2U);  // of the circle, and of my own devices
  EXPECT_TRUE(told[0].retired && told[1].retired);
  EXPECT_EQ(told[0].closed + told[1].closed, 0U);
  // By then an epoch opened, whose key only the lost disk had.
  bring(*restored, said_by(ana, morning + std::chrono::hours{24 * 8}));
  restored->reopen();
  told = own_returned(*restored->node).value();
  const auto of_garden = std::ranges::find(told, garden, &OwnReturned::circle);
  ASSERT_NE(of_garden, told.end());
  EXPECT_TRUE(of_garden->retired);
  EXPECT_EQ(of_garden->closed, 1U);
}

TEST_F(Restored, a_log_of_which_a_peer_holds_more_than_its_own_home_is_retired_and_named) {
  const auto copy = ana.copy(73);  // nobody noticed
  EXPECT_TRUE(own_returned(*ana.node)->empty());
  bring(ana, said_by(*copy, morning + std::chrono::hours{1}));
  const auto told = own_returned(*ana.node).value();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told.front().circle, garden);
  EXPECT_TRUE(told.front().retired);
  EXPECT_EQ(told.front().closed, 0U);
}

}  // namespace
}  // namespace kith::node::test
