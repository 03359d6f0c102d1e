// Ana forgot what she had said before Ben fetched it, so he got a stand-in, and the key with it.
// Then Ben forgot it, too: there was no body to delete, and the key stayed, with the box that
// brings it, for whoever came by the body elsewhere. Found by histories held to what was forgotten.
#include <gtest/gtest.h>

#include "tests/people/held_keys.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct StandIn : ::testing::Test {
  StandIn() {
    meet_by_cards(ana, ben);
    garden = ana.circle("garden");
    include(ana, garden, ben);
    ana.say(garden, "i take that back");
    ana.index();
    (void)ana.take(ana.node->forget(ana.node->view().last(garden, 1)->front().key, ana.tick()));
    (void)sync(ben, ana);
    here = ben.node->view().last(circle_called(ben, "garden"), 1)->front().key;
  }
  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  CircleNumber garden;
  EntryKey here;
};

TEST_F(StandIn, takes_its_key_along_when_it_is_forgotten) {
  EXPECT_FALSE(body_is_held(ben, here));
  ASSERT_TRUE(key_is_held(ben, here));
  (void)ben.take(ben.node->forget(here, ben.tick()));
  EXPECT_FALSE(key_is_held(ben, here));
  ben.reopen();
  EXPECT_FALSE(key_is_held(ben, here));
  EXPECT_TRUE(ben.node->opener().open(here).has_value());
}

TEST_F(StandIn, is_forgotten_twice_and_stays_so) {
  (void)ben.take(ben.node->forget(here, ben.tick()));
  (void)ben.take(ben.node->forget(here, ben.tick()));
  EXPECT_FALSE(key_is_held(ben, here));
}

}  // namespace
}  // namespace kith::node::test
