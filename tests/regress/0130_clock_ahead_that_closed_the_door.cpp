// Ben's clock stood in 2038 for an evening, and was set right. What he had taken in meanwhile was
// counted as used up until then: for as long as a whole backlog takes to come back he refused what
// Ana said, though she had said three words.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

TEST(Regress, clock_ahead_that_closed_the_door) {
  Person ana{"Ana", 1301};
  Person ben{"Ben", 1302};
  meet_by_cards(ana, ben);
  const auto garden = ana.circle("garden");
  include(ana, garden, ben);
  const auto right = ben.now;
  ben.now = right + std::chrono::hours{24 * 365 * 11};
  ana.say(garden, "one");
  for (const auto& range : ranges(ana, garden))
    (void)ben.take(ben.node->take_range(range, ben.now));
  ben.now = right;
  ana.say(garden, "two");
  for (const auto& range : ranges(ana, garden))
    (void)ben.take(ben.node->take_range(range, ben.now));
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")), (std::vector<std::string>{"one", "two"}));
}

}  // namespace
}  // namespace kith::node::test
