// Eve told two stories of a log, and Ana held both. She forgot what stood at one place of it: the
// body went in both, and so did its keys, but its words went out of the search in the one that she
// had asked for alone. What the other had said was still to be found, word by word, on her disk.
#include "tests/people/forged_log.hpp"

namespace kith::node::test {
namespace {

struct WordsOfAnother : ::testing::Test {
  WordsOfAnother() {
    meet_by_cards(eve, ana);
    log.open(place(0, 0, 0), log.to_readers());
    take(log.all());
    tell("apricot");
    tell("quince");
    ana.index();
  }
  void tell(const std::string& words) {
    log.rewind(1);
    const auto keys = log.open_apart(place(1, 1, 0), words);
    take(log.range(1, 1));
    (void)ana.take(ana.node->take_handover(keys, eve.node->person()));
  }
  void take(const ByteVec& range) { (void)ana.take(ana.node->take_range(range, ana.tick())); }
  std::vector<EntryKey> with(const std::string& word) {
    const auto found = ana.store->with_words({{{word}}}, std::nullopt, 10);
    return found ? *found : std::vector<EntryKey>{};
  }

  Person ana{"Ana", 81};
  Person eve{"Eve", 83};
  CircleId circle{{0xee}};
  ForgedLog log{eve, circle, ana};
};

TEST_F(WordsOfAnother, go_with_what_was_forgotten) {
  ASSERT_EQ(with("apricot").size(), 1U);
  ASSERT_EQ(with("quince").size(), 1U);
  (void)ana.take(ana.node->forget(with("apricot").front(), ana.tick()));
  EXPECT_TRUE(with("apricot").empty());
  EXPECT_TRUE(with("quince").empty());
  EXPECT_EQ(with("hello").size(), 1U);
}

}  // namespace
}  // namespace kith::node::test
