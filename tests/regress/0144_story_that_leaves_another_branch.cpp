// Somebody told three stories in one log: the second left the first, the third left the second. Ana
// held all three, Ben the third. Ben named its head, and Ana looked whether the first was part of
// it only among the entries that lie in the third's own branch; what is before these lies in the
// second's. So she took the first for part of what Ben holds, and never passed it on: Ben did not
// get to know of it. Found by histories with people who lie.
#include "tests/people/forged_log.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

struct ThreeStories : ::testing::Test {
  ThreeStories() {
    meet_by_cards(eve, ana);
    meet_by_cards(eve, ben);
    meet_by_cards(ana, ben);
    log.open(place(0, 0, 0), log.to_readers());
  }
  /// Goes on after so many entries that all tell.
  ByteVec story(std::size_t common, const std::vector<std::string>& words) {
    log.rewind(common);
    for (const auto& text : words) log.tell(log.next_place(), text);
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
    who.index();
    auto texts = who.texts(*who.node->strands().number_of(circle));
    std::ranges::sort(texts);
    return texts;
  }

  Person ana{"Ana", 71};
  Person ben{"Ben", 72};
  Person eve{"Eve", 73};
  CircleId circle{{0xee}};
  ForgedLog log{eve, circle, {&ana, &ben}};
};

TEST_F(ThreeStories, the_first_comes_to_whoever_holds_the_last) {
  hand(ana, story(1, {"first 1", "first 2"}));
  hand(ana, story(1, {"common 1", "common 2", "second 3", "second 4"}));
  const auto third = story(3, {"third 3", "third 4", "third 5"});
  hand(ana, third);
  hand(ben, third);
  (void)sync(ana, ben);
  EXPECT_EQ(heard(ana).size(), 10U);
  const auto bens = heard(ben);
  EXPECT_EQ(std::ranges::count(bens, "first 1"), 1);
  EXPECT_EQ(std::ranges::count(bens, "first 2"), 1);
  EXPECT_EQ(bens.size(), 10U);  // by way of 0145
}

}  // namespace
}  // namespace kith::node::test
