// Ben's home was copied, and both went on. Of what the other had said the end came first, and hung
// in the air; then what is before it. Where the two part was not looked for again: it counted as
// the beginning of the log, and who had lost a past that Ben gave them, of what he had said before
// there were two of him, was never given it again. A history of two homes awake told (261255).
#include "log/fork.hpp"
#include "node/parting.hpp"
#include "tests/people/device.hpp"

namespace kith::node::test {
namespace {

struct PartedStories : testing::Test {
  Device ana{"Ana", 21};
  Device ben{"Ben", 22};
  Device cem{"Cem", 23};
  CircleNumber garden{};
  StrandNumber strand{};
  LogId log{};
  Seq parting{};

  void ben_takes(Device& from, Seq first) {
    const auto range = range_from(*from.node, strand, first);
    ASSERT_TRUE(range.has_value());
    (void)ben.take(ben.node->take_range(*range, morning, nullptr));
    while (ben.index(100)) {
    }
  }

  void SetUp() override {
    meet(ana, ben);
    meet(ben, cem);
    garden = ben.take(ben.node->new_circle("garden", morning));
    (void)ben.take(ben.node->include(garden, {cem.node->person()}, {}, morning));
    say(ben, garden, "both homes know this");
    strand = ben.node->strands().of_circle(garden).front();
    log = ben.node->strands().strand(strand).log;
    parting = ben.node->strands().spans(strand).back().span.next;
  }

  wire::ForkBranch branch_of(Device& of, Seq first) const {
    const auto bytes = range_from(*of.node, strand, first);
    const auto range = wire::decode_range(bytes.value());
    wire::ForkBranch branch{range->previous, {}, range->signature};
    for (const auto& placed : range->entries) {
      branch.headers.push_back(wire::header_of(placed.entry, placed.place));
    }
    return branch;
  }

  // Told by others, while nothing of the other story is held.
  void ben_hears_of_the_fork(Device& other, Seq first) {
    const auto proof = log::make_fork_proof(log, branch_of(ben, first), branch_of(other, first));
    ASSERT_TRUE(log::verify_fork_proof(proof).has_value());
    auto known = ben.node->take_fork_proof(proof, wire::encode_fork_proof(proof));
    ASSERT_TRUE(ben.take(StepOf<bool>{std::move(known)}));
  }

  std::vector<Seq> handed_to_ana() {
    std::vector<Seq> firsts;
    const auto handovers =
        ben.node->repair(ana.node->person(), log, {{0}, {limits::seq_max}}, morning);
    EXPECT_TRUE(handovers.has_value());
    for (const auto& handover : *handovers) {
      for (const auto& span : handover.spans) firsts.push_back(span.first.seq);
    }
    return firsts;
  }
};

TEST_F(PartedStories, stories_part_where_they_do_in_whatever_order_they_came) {
  const auto other = ben.copy(24);
  say(*other, garden, "one thing");
  say(*other, garden, "and another");
  say(ben, garden, "said at home");
  Inclusion with_past;
  with_past.past = WallTime{};
  (void)ben.take(ben.node->include(garden, {ana.node->person()}, with_past, morning));

  ben_takes(*other, parting.successor());
  EXPECT_EQ(parting_of(ben.node->strands(), ben.node->opener(), log),
            Seq{0});  // it hangs in the air
  EXPECT_THAT(handed_to_ana(), testing::Not(testing::Contains(Seq{0})));
  ben_takes(*other, parting);
  EXPECT_EQ(parting_of(ben.node->strands(), ben.node->opener(), log), parting);
  EXPECT_THAT(handed_to_ana(), testing::Contains(Seq{0}));
}

TEST_F(PartedStories, a_proof_from_where_they_part_leaves_what_is_before_to_be_given) {
  const auto other = ben.copy(24);
  say(*other, garden, "one thing");
  say(ben, garden, "said at home");
  Inclusion with_past;
  with_past.past = WallTime{};
  (void)ben.take(ben.node->include(garden, {ana.node->person()}, with_past, morning));
  ben_hears_of_the_fork(*other, parting);
  EXPECT_EQ(parting_of(ben.node->strands(), ben.node->opener(), log), Seq{limits::seq_max});
  EXPECT_THAT(handed_to_ana(), testing::Contains(Seq{0}));
}

TEST_F(PartedStories, of_what_is_before_a_proof_that_begins_later_nothing_is_known) {
  const auto other = ben.copy(24);
  say(*other, garden, "one thing");
  say(*other, garden, "and another");
  say(ben, garden, "said at home");
  Inclusion with_past;
  with_past.past = WallTime{};
  (void)ben.take(ben.node->include(garden, {ana.node->person()}, with_past, morning));
  ben_hears_of_the_fork(*other, parting.successor());
  EXPECT_THAT(handed_to_ana(), testing::Not(testing::Contains(Seq{0})));
}

TEST_F(PartedStories, one_story_parts_nowhere) {
  say(ben, garden, "and more");
  EXPECT_EQ(parting_of(ben.node->strands(), ben.node->opener(), log), Seq{limits::seq_max});
}

}  // namespace
}  // namespace kith::node::test
