// Mia, of whom Ana had been told and had not answered yet, introduced Ana and Zoe. That was passed
// over, as it has to be; but it was passed over for good: when Ana accepted Mia nothing looked
// again, and what Zoe then said to Ana was of somebody whom she does not know.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct TwoSteps : ::testing::Test {
  TwoSteps() {
    meet_and_sync(ana, xav);
    meet_and_sync(mia, xav);
    meet_and_sync(mia, zoe);
    introduce(xav, ana, mia);
    accept(mia, "Ana");
    introduce(mia, ana, zoe);
  }
  static void meet_and_sync(Person& one, Person& other) {
    meet_by_cards(one, other);
    (void)sync(one, other);
  }
  static void introduce(Person& by, Person& one, Person& other) {
    (void)by.take(by.node->introduce({{one.node->person(), other.node->person()}}, by.tick()));
    for (auto* told : {&one, &other}) {
      (void)sync(by, *told);
      told->index();
    }
  }
  static void accept(Person& person, const std::string& name) {
    ASSERT_EQ(person.node->open_offers().size(), 1U);
    const auto id = person.node->open_offers().front()->id;
    (void)person.take(person.node->accept(id, name, person.tick()));
    person.index();
  }

  Person ana{"Ana", 21};
  Person xav{"Xav", 22};
  Person mia{"Mia", 23};
  Person zoe{"Zoe", 24};
};

TEST_F(TwoSteps, what_she_said_of_others_is_heard_when_she_is_accepted) {
  EXPECT_EQ(ana.node->contacts().find(zoe.node->person()), nullptr);
  accept(ana, "Mia");
  ASSERT_EQ(ana.node->open_offers().size(), 1U);
  EXPECT_EQ(ana.node->open_offers().front()->person, zoe.node->person());
}

TEST_F(TwoSteps, what_the_other_says_then_comes) {
  accept(ana, "Mia");
  accept(zoe, "Ana");
  const auto garden = zoe.circle("garden");
  include(zoe, garden, mia);
  include(zoe, garden, ana);
  zoe.say(garden, "hello");
  (void)sync(zoe, mia);
  (void)sync(mia, ana);
  ana.index();
  EXPECT_TRUE(ana.node->strands().number_of(zoe.node->strands().id_of(garden)).has_value());
}

}  // namespace
}  // namespace kith::node::test
