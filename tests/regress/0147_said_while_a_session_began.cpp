// Ben said more while his session with Cem began. What he shared was counted as it began, up to his
// first entry; but a signature stands behind the newest alone, so that no piece of that was left to
// be sent by itself. What cannot be sent was not lacking, and what is not lacking counted as held:
// Ben was told that Cem has what Cem never got. Found by seed 460139 of the simulated world.
#include "node/reached.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

TEST(SaidMeanwhile, has_not_reached_who_holds_nothing) {
  Person ben{"Ben", 1};
  Person cem{"Cem", 2};
  meet_by_cards(ben, cem);
  const auto garden = ben.circle("garden");
  include(ben, garden, cem);
  ben.index();
  const auto strand = ben.node->strands().of_circle(garden).front();
  const auto log = ben.node->strands().strand(strand).log;

  Liar device{cem, ben};
  device.greet();
  device.settle();
  ben.say(garden, "one");
  ben.say(garden, "two");
  ben.index();
  device.hand_over_nothing();
  device.settle();
  const auto reached = Reached::load(*ben.store);
  ASSERT_TRUE(reached && reached->knows(cem.node->person(), cem.node->device()));
  EXPECT_FALSE(reached->has(cem.node->person(), log, {0}));
}

}  // namespace
}  // namespace kith::node::test
