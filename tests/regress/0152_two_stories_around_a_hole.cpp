// Ana held the beginning of a log, and a later piece of it that hung in the air; nothing told that
// the piece was of another story. When Ben said that he holds all of that other story, its head was
// the one of the piece, so what Ana holds before the hole was taken for part of what Ben has,
// though she held by then both stories whole: he never got it, and no session said that something
// is missing. Found by histories in which two copies of a home are awake.
#include "node/sharing.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct AroundAHole : ::testing::Test {
  AroundAHole() {
    meet_by_cards(eve, ana);
    meet_by_cards(eve, ben);
    meet_by_cards(ana, ben);
    log.open(place(0, 0, 0), log.to_readers());
    for (std::uint16_t i = 1; i < 3; ++i) log.tell(place(i, 0, i), "of the one");
    take(log.all());
    log.rewind(1);
    for (std::uint16_t i = 1; i < 6; ++i) log.tell(place(i, 0, i), "of the other");
    take(log.range(4, 5));
  }
  void take(const ByteVec& range) { (void)ana.take(ana.node->take_range(range, ana.tick())); }
  std::vector<Share> shared_with_ben() {
    auto shares = shares_with(*ana.node, ben.node->person());
    std::erase_if(*shares, [&](const Share& share) { return share.log != log.id(); });
    return *shares;
  }
  /// Of the story of three entries Ben lacks the last two, when he says that he holds all six of
  /// the other.
  bool would_give_the_one_story() {
    const auto shares = shared_with_ben();
    const auto whole = std::ranges::find_if(
        shares, [](const Share& share) { return share.stretch.next == Seq{6}; });
    const Holdings holds{{log.id(), {{Seq{0}, Seq{6}, whole->head}}}};
    return std::ranges::any_of(not_held(*ana.node, shares, holds), [](const Piece& piece) {
      return piece.stretch.from <= Seq{1} && piece.stretch.next == Seq{3};
    });
  }

  Person ana{"Ana", 81};
  Person ben{"Ben", 82};
  Person eve{"Eve", 83};
  CircleId circle{{0xee}};
  ForgedLog log{eve, circle, {&ana, &ben}};
};

TEST_F(AroundAHole, the_story_before_it_is_given_to_whoever_holds_the_other) {
  take(log.all());
  EXPECT_TRUE(would_give_the_one_story());
}

}  // namespace
}  // namespace kith::node::test
