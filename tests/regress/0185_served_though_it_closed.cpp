// Ben's home was copied, both were awake, and each wrote to Ana at the same place of one log, under
// the same leaf: the one home words, the other an entry without any, that gives a past. Ben forgot
// the words. What is left of that leaf opens their story alone, so the other home's entry was
// closed from then on; but who may have what was not asked again before the next start, and until
// then he would have served Ana what he no longer opens. Found by `kith-sim world --seed 194254
// --steps 80 --people 6 --knobs loss,garble,truncate,late,forgets,awake`.
#include "tests/people/device.hpp"

namespace kith::node::test {
namespace {

TEST(ServedThoughItClosed, what_closes_with_another_story_is_served_no_more) {
  Device ana{"Ana", 21};
  Device ben{"Ben", 22};
  Device cem{"Cem", 23};
  meet(ana, ben);
  meet(ben, cem);
  const auto& her = ana.node->person();
  const auto garden = ben.take(ben.node->new_circle("garden", morning));
  (void)ben.take(ben.node->include(garden, {her}, {}, morning));
  say(ben, garden, "both homes know this");
  const auto strand = ben.node->strands().of_circle(garden).front();
  const auto log = ben.node->strands().strand(strand).log;
  const auto parting = ben.node->strands().spans(strand).back().span.next;
  const auto copy = ben.copy(24);
  for (const auto* text : {"one", "two", "three"}) say(ben, garden, text);
  Inclusion with_past;
  with_past.past = WallTime{};
  (void)copy->take(copy->node->include(garden, {cem.node->person()}, with_past, morning));
  const auto told = range_from(*copy->node, strand, parting);
  ASSERT_TRUE(told.has_value());
  (void)ben.take(ben.node->take_range(*told, morning, nullptr));
  while (ben.index(100)) {
  }
  const auto strands = ben.node->strands().of_log(log);
  ASSERT_EQ(strands.size(), 2U);
  const auto other = strands.back();
  // What gives the past has no body; the words of the one home stand at its place.
  const Seq there{ben.node->strands().spans(other).back().span.next.value - 1};
  const auto lean = ben.store().entry({other, there}).value();
  ASSERT_EQ(wire::decode_entry(*lean)->entry.body_state, wire::BodyState::none);
  const auto is_served = [&] {
    const auto served = ben.node->hearing().served_to(her, other).value();
    return std::ranges::any_of(
        served, [&](const Stretch& one) { return one.from <= there && there < one.next; });
  };
  ASSERT_TRUE(is_served());

  (void)ben.take(ben.node->forget({strand, there}, morning));
  EXPECT_FALSE(ben.node->opener().leaf_keys({other, there}).value().has_value());
  EXPECT_FALSE(is_served());
  ben.reopen();
  EXPECT_FALSE(is_served());
}

}  // namespace
}  // namespace kith::node::test
