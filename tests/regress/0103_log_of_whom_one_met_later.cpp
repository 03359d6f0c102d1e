// Ben carried a log of Ana's for Cem, who did not know her yet and let it go; both remembered that
// nothing was left to say. When Cem met Ana, Ben never offered it again. Found by reading.
#include <gtest/gtest.h>

#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

TEST(Regress, whoever_is_met_later_is_asked_for_again) {
  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  Person cem{"Cem", 3};
  meet_by_cards(ana, ben);
  meet_by_cards(ben, cem);
  // Ana has Cem's card; hers never came to him.
  const auto cems = cem.take(cem.node->new_card({}, cem.tick()));
  (void)ana.take(ana.node->meet(cems, "Cem", Verification::met, ana.tick()));
  const auto garden = ana.circle("garden");
  include(ana, garden, ben);
  include(ana, garden, cem);
  ana.say(garden, "for both");
  (void)sync(ben, ana);
  for (int i = 0; i < 2; ++i) (void)sync(cem, ben);
  EXPECT_TRUE(cem.node->circles().empty());

  const auto anas = ana.take(ana.node->new_card({}, ana.tick()));
  (void)cem.take(cem.node->meet(anas, "Ana", Verification::met, cem.tick()));
  (void)sync(cem, ben);
  EXPECT_EQ(cem.texts(circle_called(cem, "garden")), (std::vector<std::string>{"for both"}));
}

}  // namespace
}  // namespace kith::node::test
