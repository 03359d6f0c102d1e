// Ana included Ben with a past that began after everything that she had said: the search for its
// first entry asked for the one that was just being written, the step was refused, and her log went
// on in memory from an entry that nobody kept. Found by `kith-sim world`.
#include <gtest/gtest.h>

#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

TEST(Regress, a_past_newer_than_all_that_was_said_is_no_reason_to_refuse) {
  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  meet_by_cards(ana, ben);
  const auto garden = ana.circle("garden");
  ana.say(garden, "long ago");
  ana.now = ana.now + std::chrono::hours{24 * 30};  // an epoch opens with the next entry, too
  include(ana, garden, ben, {std::nullopt, ana.now - std::chrono::hours{1}});
  ana.say(garden, "now");
  EXPECT_EQ(ana.texts(garden), (std::vector<std::string>{"long ago", "now"}));
  (void)sync(ben, ana);
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")), (std::vector<std::string>{"now"}));
}

}  // namespace
}  // namespace kith::node::test
