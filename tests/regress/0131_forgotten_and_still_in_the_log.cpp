// Somebody forgot a message while the disk had no room left: the forgetting was kept, but the
// write-ahead log, which held the body from before, could not be emptied. Nothing tried again: not
// the next commit, and, where the process died then, not the next opening.
#include <gtest/gtest.h>

#include "sim/disk_home.hpp"
#include "sim/person.hpp"
#include "sim/remains.hpp"

namespace kith::sim {
namespace {

struct Regress0131 : ::testing::Test {
  void SetUp() override {
    const auto number = ana.take(ana.node().new_circle("notebook", ana.tick()));
    for (const auto* text : {"one", "two", "please forget onlyxxxxxxx7"}) {
      (void)ana.take(ana.node().say(number, {text}, ana.tick()));
    }
    ana.index();
    const auto strand = ana.node().strands().of_circle(number).front();
    key = {strand, {ana.node().strands().spans(strand).back().span.next.value - 1}};
    remains = remains_of(ana, key);
    ASSERT_FALSE(found_on(*ana.disk(), {remains}).empty());
  }
  // The commit itself still fits, what comes after it does not.
  void forget_with_room_for_the_commit_alone() {
    const auto step = ana.node().forget(key, ana.tick());
    ASSERT_TRUE(step.has_value());
    for (std::uint64_t writes = 1; writes < 200; ++writes) {
      ana.disk()->faults().full_from_write = ana.disk()->counts().writes + writes;
      if (ana.commit(step->commit)) return;
      (void)ana.disk()->rise();
    }
    FAIL() << "it never fits";
  }
  void renew() { (void)ana.take(ana.node().confirm_clock(ana.tick())); }

  Person ana{"Ana", 131, world_begin, Keeps::on_disk};
  node::EntryKey key;
  Remains remains;
};

TEST_F(Regress0131, forgotten_without_room_is_gone_with_the_next_commit) {
  forget_with_room_for_the_commit_alone();
  ASSERT_FALSE(found_on(*ana.disk(), {remains}).empty());
  ana.disk()->faults() = {};
  renew();
  EXPECT_EQ(found_on(*ana.disk(), {remains}), "");
}

TEST_F(Regress0131, forgotten_without_room_is_gone_when_the_home_is_opened_again) {
  forget_with_room_for_the_commit_alone();
  ana.fall();
  ana.disk()->stop(DiskHome::Stop::process, 0);
  ASSERT_EQ(ana.disk()->rise().problem, "");
  EXPECT_EQ(found_on(*ana.disk(), {remains}), "");
}

}  // namespace
}  // namespace kith::sim
