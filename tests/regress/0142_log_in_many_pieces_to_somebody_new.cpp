// A log that came in more than 64 pieces was passed on newest piece first, to somebody to whom only
// the first one says whose it is. All the others were kept aside until that came; then each that
// was taken counted as a trying of all of them again, so that after 64 the rest was dropped, and
// missing until the next session. Found by histories with people who lie: no honest author leaves
// so many holes.
#include "tests/people/forged_log.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

constexpr std::uint64_t entries = 2 * limits::kept_aside_tries_max + 30;

struct ManyPieces : ::testing::Test {
  ManyPieces() {
    meet_by_cards(eve, ana);
    meet_by_cards(eve, ben);
    meet_by_cards(ana, ben);
    circle.raw[0] = 0xee;
  }
  /// Opens for both, at the first place; then every second entry by itself.
  std::vector<ByteVec> log_with_holes() {
    ForgedLog log{eve, circle, {&ana, &ben}};
    log.open(place(0, 0, 0), log.to_readers());
    while (log.size() < entries) log.tell(log.next_place(), "more");
    std::vector<ByteVec> ranges;
    for (std::size_t i = 0; i < log.size(); i += 2) ranges.push_back(log.range(i, i));
    return ranges;
  }

  Person ana{"Ana", 61};
  Person ben{"Ben", 62};
  Person eve{"Eve", 63};
  CircleId circle{};
};

TEST_F(ManyPieces, come_whole_in_one_session) {
  const auto ranges = log_with_holes();
  Liar liar{eve, ana};
  liar.greet();
  liar.hand_over_nothing();
  for (const auto& range : ranges) liar.say_range(range);
  liar.settle();
  ana.index();
  (void)sync(ana, ben);
  const auto there = ben.node->strands().number_of(circle);
  ASSERT_TRUE(there.has_value());
  ben.index();
  EXPECT_EQ(ben.texts(*there).size(), ranges.size());
}

}  // namespace
}  // namespace kith::node::test
