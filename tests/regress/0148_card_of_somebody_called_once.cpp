// Ana met Ben, called him once, and met more people afterwards than a device keeps cards for. Under
// the secret that the two had agreed on nobody sealed yet, as each named it only in the session
// after; so Ben went on to call under Ana's card, which by then had given way to newer ones, and
// was taken for a stranger. Found where a circle of 150 got to know each other.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

TEST(CardOfSomebodyCalledOnce, may_give_way_to_newer_ones) {
  Person ana{"Ana", 91};
  Person ben{"Ben", 92};
  meet_by_cards(ana, ben);
  (void)sync(ana, ben);
  for (std::size_t card = 0; card < limits::cards_unused_max; ++card) {
    (void)ana.take(ana.node->new_card({}, ana.tick()));
  }
  (void)sync(ben, ana);
}

TEST(CardOfSomebodyCalledOnce, is_sealed_under_no_more) {
  Person ana{"Ana", 93};
  Person ben{"Ben", 94};
  meet_by_cards(ana, ben);
  (void)sync(ana, ben);
  const auto sealed_under = [](Person& who, Person& toward) {
    return pair_id(who.node->contacts().find(toward.node->person())->pair->view());
  };
  const auto agreed = ana.node->contacts().find(ben.node->person())->agreed;
  ASSERT_EQ(agreed.size(), 1U);
  EXPECT_EQ(sealed_under(ana, ben), agreed.front());
  EXPECT_EQ(sealed_under(ben, ana), agreed.front());
}

// Whoever says so of a secret that was never agreed on changes nothing.
TEST(CardOfSomebodyCalledOnce, is_kept_where_what_is_named_is_unknown) {
  Person ana{"Ana", 95};
  Person ben{"Ben", 96};
  meet_by_cards(ana, ben);
  Heard heard;
  heard.held = {PairId{{7}}, pair_id(ana.node->contacts().find(ben.node->person())->pair->view())};
  const auto step = ana.node->heard_from(ben.node->person(), heard);
  EXPECT_TRUE(step.commit.empty());
}

}  // namespace
}  // namespace kith::node::test
