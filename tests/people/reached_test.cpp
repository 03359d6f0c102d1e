// What is known of how far others hold one's own logs: never more than they do.
#include "node/reached.hpp"

#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

using ::testing::Test;

struct ReachedTest : Test {
  ReachedTest() {
    meet_by_cards(ana, ben);
    meet_by_cards(ana, cem);
    garden = ana.circle("garden");
  }
  // The newest entry of Ana's in the garden.
  ShownEntry newest() {
    ana.index();
    auto entries = ana.node->view().last(garden, 1);
    EXPECT_TRUE(entries && entries->size() == 1);
    return entries->front();
  }
  bool has(Person& person, const ShownEntry& entry) {
    const auto reached = Reached::load(*ana.store);
    EXPECT_TRUE(reached.has_value());
    const auto& log = ana.node->strands().strand(entry.key.strand).log;
    return reached->has(person.node->person(), log, entry.key.seq);
  }
  ShownEntry said(const std::string& text) {
    (void)ana.say(garden, text);
    return newest();
  }

  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  Person cem{"Cem", 3};
  CircleNumber garden;
};

TEST_F(ReachedTest, what_is_said_has_reached_nobody_until_their_device_says_so) {
  include(ana, garden, ben);
  include(ana, garden, cem);
  const auto seeds = said("seeds");
  EXPECT_FALSE(has(ben, seeds));
  (void)sync(ana, ben);
  EXPECT_TRUE(has(ben, seeds));
  EXPECT_FALSE(has(cem, seeds));
  const auto beans = said("beans");
  EXPECT_FALSE(has(ben, beans));
  EXPECT_TRUE(has(ben, seeds));
  (void)sync(ben, ana);  // whoever calls
  EXPECT_TRUE(has(ben, beans));
  EXPECT_FALSE(has(cem, beans));
}

TEST_F(ReachedTest, what_is_said_during_a_session_is_known_to_arrive) {
  include(ana, garden, ben);
  (void)sync(ana, ben);
  Talk talk{ana, ben};
  talk.settle();
  const auto live = said("live");
  EXPECT_FALSE(has(ben, live));
  talk.settle();
  talk.one.run();
  talk.settle();
  EXPECT_TRUE(has(ben, live));
  talk.finish();
}

TEST_F(ReachedTest, the_last_words_of_a_device_that_leaves_at_once_count) {
  include(ana, garden, ben);
  const auto seeds = said("seeds");
  ana.now = ben.now = std::max(ana.tick(), ben.tick());
  Talk talk{ben, ana};
  talk.one.hurries = true;
  talk.settle();
  talk.other.exchange->finish();
  talk.settle();
  EXPECT_EQ(talk.other.ending, Ending::finished);
  EXPECT_TRUE(has(ben, seeds));
  // Both remember: the next session is over after one round trip.
  const auto tally = sync(ben, ana);
  EXPECT_EQ(tally.round_trips, 1U);
}

TEST_F(ReachedTest, what_never_arrived_is_not_claimed) {
  include(ana, garden, ben);
  (void)sync(ana, ben);
  const auto lost = said("lost");
  {
    Talk talk{ana, ben};
    talk.one.run();
    talk.other.run();
    talk.one.out.clear();  // the line drops with all that was on it
  }
  EXPECT_FALSE(has(ben, lost));
}

TEST_F(ReachedTest, the_past_that_is_given_has_not_reached_them_yet) {
  const auto early = said("early");
  include(ana, garden, ben);
  const auto late = said("late");
  (void)sync(ana, ben);
  EXPECT_TRUE(has(ben, late));
  include(ana, garden, ben, {.until = {}, .past = WallTime{0}});
  EXPECT_FALSE(has(ben, early));
  (void)sync(ana, ben);
  EXPECT_TRUE(has(ben, early));
  EXPECT_TRUE(has(ben, late));
}

TEST_F(ReachedTest, it_outlives_a_restart) {
  include(ana, garden, ben);
  const auto seeds = said("seeds");
  (void)sync(ana, ben);
  ana.reopen();
  EXPECT_TRUE(has(ben, seeds));
  (void)sync(ana, ben);
  EXPECT_TRUE(has(ben, seeds));
}

}  // namespace
}  // namespace kith::node::test
