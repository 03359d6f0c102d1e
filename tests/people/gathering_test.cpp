// What comes in many ranges is made findable together, while it is known that more is on its way;
// nobody waits for what does not come.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

using std::chrono::seconds;
using ::testing::Test;

bool makes_findable(const Turn& turn) {
  return std::ranges::any_of(turn.commit, [](const Change& change) {
    return std::holds_alternative<change::PutIndex>(change);
  });
}

// A session in which each side works on all that came before more comes. Where a range is as long
// as the credit, it ends with nothing behind it.
struct Slow {
  Slow(Person& caller, Person& called) : talk(caller, called) {}

  static bool work(Talker& who, Talker& to, std::size_t& indexed) {
    bool moved = false;
    for (bool more = !who.ending; more;) {
      auto turn = who.exchange->step(who.person.now);
      EXPECT_TRUE(who.person.store->commit(turn.commit, turn.durability).has_value());
      indexed += makes_findable(turn) ? 1 : 0;
      if (!turn.send.empty()) to.exchange->feed(turn.send);
      moved = moved || !turn.send.empty();
      who.ending = turn.ending;
      more = turn.more;
    }
    return moved;
  }
  bool one_works() { return work(talk.one, talk.other, indexed_by_one); }
  bool other_works() { return work(talk.other, talk.one, indexed_by_other); }
  void settle() {
    while (one_works() | other_works()) {
    }
  }

  Talk talk;
  std::size_t indexed_by_one{};
  std::size_t indexed_by_other{};
};

struct GatheringTest : Test {
  GatheringTest() {
    meet_by_cards(ana, ben);
    garden = ana.circle("garden");
    include(ana, garden, ben);
    (void)sync(ana, ben);
    include(ben, circle_called(ben, "garden"), ana);
    (void)sync(ana, ben);
    ana.index();
    ben.index();
    ana.now = ben.now = std::max(ana.tick(), ben.tick());
  }
  void says_much(Person& who) {
    const std::string line(line_bytes, 'a');
    const std::vector<Brought> brought(lines,
                                       {{line, std::nullopt, std::nullopt, std::nullopt}, {}});
    (void)who.take(who.node->bring(circle_called(who, "garden"), brought, {}, who.tick()));
    who.index();
  }
  std::size_t seen_by(Person& who) {
    return who.node->view().last(circle_called(who, "garden"), 10'000).value().size();
  }

  static constexpr std::size_t lines = 250;  // four ranges, each as long as the credit at first
  static constexpr std::size_t line_bytes = 60'000;
  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  CircleNumber garden;
};

TEST_F(GatheringTest, what_they_said_they_hold_is_made_findable_together) {
  says_much(ana);
  Slow slow{ana, ben};
  slow.settle();
  EXPECT_EQ(slow.talk.other.exchange->tally().received, lines);
  EXPECT_LE(slow.indexed_by_other, 2U);
  EXPECT_TRUE(slow.talk.other.exchange->caught_up());
  EXPECT_EQ(seen_by(ben), lines);
}

TEST_F(GatheringTest, two_who_both_bring_much_do_not_wait_for_each_other) {
  says_much(ana);
  says_much(ben);
  Slow slow{ana, ben};
  slow.settle();
  EXPECT_TRUE(slow.talk.one.exchange->caught_up());
  EXPECT_TRUE(slow.talk.other.exchange->caught_up());
  EXPECT_EQ(seen_by(ana), 2 * lines);
  EXPECT_EQ(seen_by(ben), 2 * lines);
}

TEST_F(GatheringTest, what_came_is_shown_after_a_while_where_the_rest_does_not_come) {
  says_much(ana);
  Slow slow{ana, ben};
  while (slow.talk.other.exchange->tally().received == 0) {
    ASSERT_TRUE(slow.one_works() | slow.other_works());
  }
  ASSERT_LT(slow.talk.other.exchange->tally().received, lines);
  EXPECT_TRUE(slow.talk.other.exchange->step(ben.now).gathers);
  EXPECT_EQ(slow.indexed_by_other, 0U);
  ben.now = ben.now + seconds{3};
  const auto later = slow.talk.other.exchange->step(ben.now);
  EXPECT_FALSE(later.gathers);
  EXPECT_TRUE(makes_findable(later));
}

TEST_F(GatheringTest, how_much_is_still_to_come_and_to_go_is_known_meanwhile) {
  says_much(ana);
  Slow slow{ana, ben};
  const auto anas = [&] { return slow.talk.one.exchange->tally(); };
  const auto bens = [&] { return slow.talk.other.exchange->tally(); };
  while (bens().received == 0) {
    EXPECT_LE(bens().to_receive, lines);
    ASSERT_TRUE(slow.one_works() | slow.other_works());
  }
  ASSERT_LT(bens().received, lines);
  EXPECT_EQ(bens().received + bens().to_receive, lines);
  EXPECT_EQ(anas().sent + anas().to_send, lines);
  slow.settle();
  EXPECT_EQ(bens().received, lines);
  EXPECT_EQ(bens().to_receive + anas().to_send, 0U);
}

}  // namespace
}  // namespace kith::node::test
