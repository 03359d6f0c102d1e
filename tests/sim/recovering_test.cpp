// A recovery key on paper, in a world: an old backup takes the place of a home, others give back
// what its person said since, and the paper opens it. And what is asked of such keys tells.
#include "sim/recovering.hpp"

#include <gtest/gtest.h>

#include "sim/checks.hpp"
#include "sim/checks_recovery.hpp"
#include "sim/deeds.hpp"
#include "sim/each_step.hpp"
#include "sim/history.hpp"

namespace kith::sim {
namespace {

const auto knobs = *Knobs::named("restore,recovery");

struct RecoveringTest : ::testing::Test {
  static constexpr Who ana = 0;
  static constexpr Who ben = 1;

  RecoveringTest() {
    meet(world, ana, ben);
    garden = *found(world, ana, "garden");
    EXPECT_TRUE(include(world, ana, garden, ben));
    look();
  }
  void look() { each_step.check(world); }
  Link said(const std::string& text) {
    const auto link = say(world, ana, garden, text);
    EXPECT_TRUE(link && world.sync(ana, ben));
    look();
    return *link;
  }
  /// What she said after it comes back to her from Ben, closed.
  void put_back(std::unique_ptr<DiskHome> backup, const Truth::Acts& acts) {
    world.change_disk(ana, backup, acts, world.clock(ana));
    EXPECT_TRUE(world.act(ana, world.person(ana).node().retire_logs()).has_value());
    EXPECT_TRUE(world.sync(ana, ben));
    EXPECT_TRUE(world.index(ana));
    look();
  }
  void put_back_after(const std::function<void()>& meanwhile) {
    auto backup = world.person(ana).disk()->backed_up();
    const auto acts = world.truth().acts_of(ana);
    meanwhile();
    put_back(std::move(backup), acts);
  }
  void expect_all_well() { EXPECT_TRUE(world.problems().empty()) << world.problems().front(); }
  void expect_told(const std::string& words) {
    ASSERT_FALSE(world.problems().empty());
    EXPECT_NE(world.problems().front().find(words), std::string::npos) << world.problems().front();
  }

  World world{5, 2, knobs};
  EachStep each_step;
  Recovering recovering{world, 5, knobs};
  CircleId garden;
};

TEST_F(RecoveringTest, what_was_said_after_the_backup_opens_by_what_was_on_paper) {
  ASSERT_TRUE(recovering.make(ana));
  Link link;
  put_back_after([&] { link = said("after the backup"); });
  EXPECT_TRUE(key_of(world, ana, link).has_value());
  EXPECT_FALSE(opens(world, ana, link));
  recovering.use(ana);
  EXPECT_TRUE(opens(world, ana, link));
  look();
  check_keys(world);
  expect_all_well();
}

TEST_F(RecoveringTest, an_ended_key_is_handed_nothing_more) {
  ASSERT_TRUE(recovering.make(ana));
  Link before;
  Link after;
  put_back_after([&] {
    before = said("in force");
    ASSERT_TRUE(recovering.end(ana));
    after = said("in force no more");
  });
  recovering.use(ana);
  EXPECT_TRUE(opens(world, ana, before));
  EXPECT_FALSE(opens(world, ana, after));
  expect_all_well();
}

TEST_F(RecoveringTest, it_tells_where_a_key_leaves_closed_what_it_was_handed) {
  ASSERT_TRUE(recovering.make(ana));
  put_back_after([&] { (void)said("after the backup"); });
  check_recovered(world, ana);  // though it was not used
  expect_told("ana used their recovery key, and it left entry");
}

// The truth goes by what she says to her devices; a box for another key is no box for this one.
TEST_F(RecoveringTest, it_tells_where_an_epoch_is_handed_to_no_key_though_one_is_in_force) {
  auto other = crypto::RecoverySecret::generate(world.person(ana).entropy());
  const kinds::RecoveryKey kept{other.public_key(), true};
  const auto now = world.moment(ana);
  ASSERT_TRUE(world.act(ana, world.person(ana).node().keep(kept, now)).has_value());
  world.papers().put(world.person(ana).id(), std::move(other));
  auto entry = *world.truth().find(*say(world, ana, garden, "words"));
  check_handed_to_recovery(world, entry);
  expect_all_well();
  entry.recovery.reset();
  check_handed_to_recovery(world, entry);
  expect_told("goes on with an epoch that another recovery key was handed");
}

TEST(Recovering, its_rules_hold_where_old_disks_and_second_homes_ask_for_it) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto what = seed % 2 == 0 ? "recovery,restore,copy,forgets" : "recovery,awake,forgets";
    const auto told = tell({seed, 5, 60, 8, *Knobs::named(what)});
    EXPECT_TRUE(told.problems.empty()) << "seed " << seed << ": " << told.problems.front();
  }
}

}  // namespace
}  // namespace kith::sim
