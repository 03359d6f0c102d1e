// A piece of a log hung in the air in one strand of Ana's, and came again with all of the story
// that it belongs to, into another. She said twice that she holds it; Ben hears nothing before it,
// so both were equal, which no frontiers may be: he closed without a word, in each of their
// sessions. Found by histories in which two copies of a home are awake.
#include "node/sharing.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct HeldTwice : ::testing::Test {
  HeldTwice() {
    meet_by_cards(eve, ana);
    meet_by_cards(eve, ben);
    meet_by_cards(ana, ben);
    const wire::AudienceList ana_alone{{ana.node->person(), std::nullopt}};
    log.open(place(0, 0, 0), ana_alone);
    log.tell(place(1, 0, 1), "of the one");
    take(log.all());
    log.rewind(1);
    log.tell(place(1, 0, 1), "of the other");
    log.tell(place(2, 0, 2), "of the other");
    log.open(place(3, 1, 0), log.to_readers(), "to both");
    take(log.range(3, 3));
    take(log.all());
  }
  void take(const ByteVec& range) { (void)ana.take(ana.node->take_range(range, ana.tick())); }

  Person ana{"Ana", 81};
  Person ben{"Ben", 82};
  Person eve{"Eve", 83};
  CircleId circle{{0xee}};
  ForgedLog log{eve, circle, {&ana, &ben}};
};

TEST_F(HeldTwice, is_spoken_of_once) {
  EXPECT_EQ(ana.node->strands().of_log(log.id()).size(), 2U);
  const auto shares = shares_with(*ana.node, ben.node->person());
  ASSERT_TRUE(shares.has_value());
  EXPECT_EQ(std::ranges::count(*shares, log.id(), &Share::log), 1);
}

TEST_F(HeldTwice, comes_to_whoever_hears_that_piece_alone) {
  (void)sync(ben, ana);
  ASSERT_EQ(ben.node->strands().of_log(log.id()).size(), 1U);
  (void)sync(ana, ben);
}

}  // namespace
}  // namespace kith::node::test
