// A past that was given to someone who already heard the rest of that epoch never came: the nearest
// signature lay beyond what they lacked, and nothing was sent.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

TEST(Regress, a_past_ends_at_a_signature_among_what_is_held_already) {
  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  meet_by_cards(ana, ben);
  const auto garden = ana.circle("garden");
  ana.say(garden, "one");
  ana.say(garden, "two");
  include(ana, garden, ben);
  ana.say(garden, "three");
  (void)sync(ben, ana);
  include(ana, garden, ben, {std::nullopt, WallTime{}});
  (void)sync(ben, ana);
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")),
            (std::vector<std::string>{"one", "two", "three"}));
}

}  // namespace
}  // namespace kith::node::test
