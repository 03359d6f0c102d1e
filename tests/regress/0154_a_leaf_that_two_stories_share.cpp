// Two stories of a log were sealed in one epoch, so entries of one place share a leaf. Ana forgot
// the entry of the one, and what was left of the leaf opens that one alone; yet she went on passing
// on the other story's entry as something that she opens. Found by histories in which two copies of
// a home are awake.
#include "node/sharing.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct OneLeaf : ::testing::Test {
  OneLeaf() {
    meet_by_cards(eve, ana);
    meet_by_cards(eve, ben);
    meet_by_cards(ana, ben);
    log.open(place(0, 0, 0), log.to_readers());
    for (std::uint16_t i = 1; i < 4; ++i) log.tell(place(i, 0, i), "of the one");
    take(log.all());
    ana.index();
    log.rewind(1);
    for (std::uint16_t i = 1; i < 4; ++i) log.tell(place(i, 0, i), "of the other");
  }
  void take(const ByteVec& range) { (void)ana.take(ana.node->take_range(range, ana.tick())); }
  /// Entries that Ben may have, and how many of them open.
  std::pair<std::size_t, std::size_t> passed_on() {
    std::pair<std::size_t, std::size_t> counts;
    const auto shares = shares_with(*ana.node, ben.node->person());
    for (const auto& share : *shares) {
      if (share.log != log.id()) continue;
      for (auto seq = share.stretch.from; seq < share.stretch.next; seq = seq.successor()) {
        counts.first += 1;
        counts.second += ana.node->opener().open({share.strand, seq}).has_value() ? 1U : 0U;
      }
    }
    return counts;
  }

  Person ana{"Ana", 81};
  Person ben{"Ben", 82};
  Person eve{"Eve", 83};
  CircleId circle{{0xee}};
  ForgedLog log{eve, circle, {&ana, &ben}};
};

TEST_F(OneLeaf, is_passed_on_with_both_where_nothing_was_forgotten) {
  take(log.all());
  EXPECT_EQ(passed_on(), (std::pair<std::size_t, std::size_t>{7, 7}));
}

TEST_F(OneLeaf, forgotten_in_one_story_closes_the_other_there_and_nowhere_else) {
  const auto strand = ana.node->strands().of_log(log.id()).front();
  (void)ana.take(ana.node->forget({strand, {2}}, ana.tick()));
  take(log.all());
  EXPECT_EQ(passed_on(), (std::pair<std::size_t, std::size_t>{6, 6}));
}

}  // namespace
}  // namespace kith::node::test
