// Ben's home was copied, and both were awake. The one gave Ana what he had said so far; the other
// had meanwhile said something to Cem alone. It heard of the giving, included Ana itself, and when
// she named what she could not open it gave her the keys of what it had said to Cem, too: that lay
// at places which the past names.
#include "node/parting.hpp"
#include "seal/secret_tree.hpp"
#include "tests/people/device.hpp"

namespace kith::node::test {
namespace {

TEST(KeysForThePastOfAnotherHome, go_as_far_as_both_said_the_same) {
  Device ana{"Ana", 21};
  Device ben{"Ben", 22};
  Device cem{"Cem", 23};
  meet(ana, ben);
  meet(ben, cem);
  const auto& her = ana.node->person();
  const auto garden = ben.take(ben.node->new_circle("garden", morning));
  (void)ben.take(ben.node->include(garden, {cem.node->person()}, {}, morning));
  say(ben, garden, "both homes know this");
  const auto strand = ben.node->strands().of_circle(garden).front();
  const auto log = ben.node->strands().strand(strand).log;
  const auto parting = ben.node->strands().spans(strand).back().span.next;
  const auto copy = ben.copy(24);

  say(*copy, garden, "to Cem alone");
  const auto alone = copy->node->opener().place_of({strand, parting});
  ASSERT_TRUE(alone.has_value());
  say(ben, garden, "said at home");
  Inclusion with_past;
  with_past.past = WallTime{};
  (void)ben.take(ben.node->include(garden, {her}, with_past, morning));
  const auto given = range_from(*ben.node, strand, parting);
  ASSERT_TRUE(given.has_value());
  (void)copy->take(copy->node->take_range(*given, morning, nullptr));
  while (copy->index(100)) {
  }
  (void)copy->take(copy->node->include(garden, {her}, {}, morning));
  EXPECT_EQ(parting_of(copy->node->strands(), copy->node->opener(), log), parting);

  const auto handovers = copy->node->repair(her, log, {{0}, {limits::seq_max}}, morning);
  ASSERT_TRUE(handovers.has_value());
  std::size_t opened = 0;
  for (const auto& handover : *handovers) {
    for (const auto& span : handover.spans) {
      if (span.first.epoch != alone->epoch) continue;
      seal::KeySet keys;
      keys.add(span.nodes, span.meta_keys);
      EXPECT_FALSE(keys.opens(alone->leaf));
      opened += keys.opens({static_cast<std::uint16_t>(alone->leaf.value - 1)}) ? 1 : 0;
    }
  }
  EXPECT_GT(opened, 0U);  // what both homes know
}

}  // namespace
}  // namespace kith::node::test
