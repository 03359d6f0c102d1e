// Cem's device would take nothing of Ben's log, and said so where it names what it holds. Nothing
// is sent of such a log, so nothing of it was lacking, and what is not lacking counted as held:
// Ben was told that Cem has what he says. Found while 0147 was looked for.
#include "node/reached.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

struct Refused : ::testing::Test {
  Refused() {
    meet_by_cards(ben, cem);
    garden = ben.circle("garden");
    include(ben, garden, cem);
    ben.say(garden, "hello");
    ben.index();
  }
  // Cem's device names what it holds of Ben's log: nothing, or that it takes nothing.
  bool reaches(bool refuses) {
    const auto strand = ben.node->strands().of_circle(garden).front();
    const auto log = ben.node->strands().strand(strand).log;
    Liar device{cem, ben};
    device.greet();
    sync::Frontiers frontiers;
    if (refuses) frontiers.logs.push_back({log, {}});
    device.say(frontiers);
    device.settle();
    const auto reached = Reached::load(*ben.store);
    EXPECT_TRUE(reached && reached->knows(cem.node->person(), cem.node->device()));
    return reached->has(cem.node->person(), log, {0});
  }

  Person ben{"Ben", 1};
  Person cem{"Cem", 2};
  CircleNumber garden;
};

TEST_F(Refused, what_is_refused_has_not_reached_anybody) { EXPECT_FALSE(reaches(true)); }

TEST_F(Refused, nor_has_what_they_lack) { EXPECT_FALSE(reaches(false)); }

}  // namespace
}  // namespace kith::node::test
