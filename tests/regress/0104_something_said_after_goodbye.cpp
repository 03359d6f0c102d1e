// Ben had said goodbye in a session, and Ana not yet; then he wrote something, and his node stopped
// itself, since nothing may be said after a goodbye. What she sent after it could do the same.
// Found by `kith-sim world`.
#include <gtest/gtest.h>

#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

TEST(Regress, what_is_written_after_goodbye_waits_for_the_next_session) {
  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  meet_by_cards(ana, ben);
  const auto garden = ana.circle("garden");
  include(ana, garden, ben);
  (void)sync(ben, ana);
  const auto bens = circle_called(ben, "garden");
  join(ben, bens);
  ben.now = ana.now = std::max(ana.tick(), ben.tick());
  Talk talk{ben, ana};
  talk.settle();
  talk.one.exchange->finish();
  talk.one.run();
  ben.say(bens, "one more thing");
  talk.one.run();
  ana.say(garden, "and so have i");
  talk.settle();
  EXPECT_EQ(talk.one.ending, Ending::finished);
  EXPECT_EQ(talk.other.ending, Ending::finished);
  (void)sync(ben, ana);
  EXPECT_EQ(ana.texts(garden), (std::vector<std::string>{"one more thing", "and so have i"}));
  EXPECT_EQ(ben.texts(bens), ana.texts(garden));
}

}  // namespace
}  // namespace kith::node::test
