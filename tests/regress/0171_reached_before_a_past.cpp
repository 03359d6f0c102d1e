// Ana's home was copied, and both were awake. Ben had told the one that he holds all that it
// shares. The other gave him what she had said before he heard her: the first learned of that, and
// showed that it had reached him, which nobody had said.
#include "node/reached.hpp"
#include "tests/people/device.hpp"

namespace kith::node::test {
namespace {

TEST(ReachedBeforeAPast, says_nothing_of_what_another_home_gave) {
  Device ana{"Ana", 21};
  Device ben{"Ben", 22};
  meet(ana, ben);
  const auto& him = ben.node->person();
  const auto garden = ana.take(ana.node->new_circle("garden", morning));
  say(ana, garden, "alone");
  (void)ana.take(ana.node->include(garden, {him}, {}, morning));
  const auto strand = ana.node->strands().of_circle(garden).front();
  const auto log = ana.node->strands().strand(strand).log;
  const auto end = ana.node->strands().spans(strand).back().span.next;
  Batch told;  // as the end of a session does
  note_reached(him, ben.node->device(), {{log, end}}, told);
  ana.commit(told, Durability::lazy);

  const auto copy = ana.copy(23);
  Inclusion with_past;
  with_past.past = WallTime{};
  (void)copy->take(copy->node->include(garden, {him}, with_past, morning));
  const auto given = range_from(*copy->node, strand, end);
  ASSERT_TRUE(given.has_value());
  (void)ana.take(ana.node->take_range(*given, morning, nullptr));
  while (ana.index(100)) {
  }

  const auto hearers = ana.node->hearing().hearers({strand, {0}});
  ASSERT_TRUE(hearers && *hearers);
  EXPECT_EQ(std::ranges::count(**hearers, him), 1);
  const auto reached = Reached::load(ana.store());
  ASSERT_TRUE(reached.has_value());
  EXPECT_FALSE(reached->has(him, log, {0}));
}

}  // namespace
}  // namespace kith::node::test
