// Whoever knows many people, and has handed out many cards that nobody used yet, still finds the
// box that is for them in the first range of a new log: a hint is tried once for each secret, not
// once for each author who might have sealed under it, so limits::hint_tries_max is not near.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

TEST(ManyCards, a_new_log_opens_among_a_hundred_people_while_many_cards_wait) {
  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  meet_by_cards(ana, ben);
  std::vector<std::unique_ptr<Person>> others;
  std::vector<PersonId> all{ben.node->person()};
  for (std::uint64_t i = 0; i < 100; ++i) {
    others.push_back(std::make_unique<Person>("one of many " + std::to_string(i), 10 + i));
    meet(ana, *others.back());
    meet(ben, *others.back());
    all.push_back(others.back()->node->person());
  }
  for (int i = 0; i < 60; ++i) (void)ben.take(ben.node->new_card({}, ben.tick()));

  const auto garden = ana.circle("garden");
  (void)ana.take(ana.node->include(garden, all, {}, ana.tick()));
  ana.say(garden, "hello, all of you");
  (void)sync(ben, ana);

  EXPECT_EQ(ben.texts(circle_called(ben, "garden")),
            (std::vector<std::string>{"hello, all of you"}));
}

}  // namespace
}  // namespace kith::node::test
