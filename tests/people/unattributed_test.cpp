// A range that could not be attributed is not tried in vain again, and is where it may succeed.
#include "node/unattributed.hpp"

#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

Unattributed::Key key_of_all(Person& author, CircleNumber circle) {
  const auto strand = author.node->strands().of_circle(circle).front();
  const auto bytes = range_from(*author.node, strand, {0});
  const auto range = wire::decode_range(*bytes);
  EXPECT_TRUE(range.has_value());
  return Unattributed::key_of(*range);
}

TEST(Unattributed, a_log_stays_as_it_is_known_until_it_includes_somebody) {
  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  meet_by_cards(ana, ben);
  const auto garden = ana.circle("garden");
  ana.say(garden, "one");
  const auto first = key_of_all(ana, garden);
  ana.say(garden, "two");
  EXPECT_EQ(key_of_all(ana, garden), first);
  include(ana, garden, ben);
  EXPECT_NE(key_of_all(ana, garden), first);
}

TEST(Unattributed, what_failed_may_succeed_with_other_contacts) {
  Unattributed failed;
  const Unattributed::Key one{{1}};
  EXPECT_FALSE(failed.holds(one, 7));
  failed.put(one, 7);
  EXPECT_TRUE(failed.holds(one, 7));
  EXPECT_FALSE(failed.holds(one, 8));
  failed.put({{2}}, 8);
  EXPECT_FALSE(failed.holds(one, 8));
  EXPECT_TRUE(failed.holds({{2}}, 8));
}

}  // namespace
}  // namespace kith::node::test
