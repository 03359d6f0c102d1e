// Somebody told two stories in one log, both within the epoch that the log began with. Ana held
// both and read them; but the keys lay with the entry that both begin with, in the first story's
// strand. Whom she might pass the second on to was asked of its own strand alone: as nothing there
// opens it, she passed it on to nobody, and Ben, who held the first, never got to know of it. Found
// while 0144 was looked at.
#include "tests/people/forged_log.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

struct SharedEpoch : ::testing::Test {
  SharedEpoch() {
    meet_by_cards(eve, ana);
    meet_by_cards(eve, ben);
    meet_by_cards(ana, ben);
    log.open(place(0, 0, 0), log.to_readers());
  }
  ByteVec story(const std::string& words) {
    log.rewind(1);
    for (int part = 1; part <= 2; ++part) {
      log.tell(log.next_place(), words + " " + std::to_string(part));
    }
    return log.all();
  }
  void hand(Person& victim, const ByteVec& range) {
    Liar liar{eve, victim};
    liar.greet();
    liar.hand_over_nothing();
    liar.say_range(range);
    liar.settle();
    victim.index();
  }
  std::vector<std::string> heard(Person& who) {
    auto texts = who.texts(*who.node->strands().number_of(circle));
    std::ranges::sort(texts);
    return texts;
  }

  Person ana{"Ana", 81};
  Person ben{"Ben", 82};
  Person eve{"Eve", 83};
  CircleId circle{{0xee}};
  ForgedLog log{eve, circle, {&ana, &ben}};
};

TEST_F(SharedEpoch, comes_with_each_story_to_whoever_may_hear_it) {
  const auto first = story("first");
  hand(ana, first);
  hand(ana, story("second"));
  hand(ben, first);
  (void)sync(ana, ben);
  const std::vector<std::string> both{"first 1", "first 2", "hello", "second 1", "second 2"};
  EXPECT_EQ(heard(ana), both);
  EXPECT_EQ(heard(ben), both);
  EXPECT_EQ(ben.node->strands().of_log(log.id()).size(), 2U);
}

}  // namespace
}  // namespace kith::node::test
