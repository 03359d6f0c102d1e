// A clock that leaps holds back what is for people with a lease, and nothing else; a refusal leaves
// everything as it was.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

using Days = std::chrono::duration<std::int64_t, std::ratio<86'400>>;

struct Clock : ::testing::Test {
  Clock() {
    meet_by_cards(ana, ben);
    garden = ana.circle("garden");
    include(ana, garden, ben, {ana.now + Days{3}, std::nullopt});
  }
  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  CircleNumber garden;
};

TEST_F(Clock, that_went_back_says_nothing_to_who_has_a_lease) {
  ana.now = ana.now - Days{1};
  EXPECT_EQ(ana.node->say(garden, {"x"}, ana.now).error(), Refusal::clock_unsure);
  EXPECT_EQ(ana.node->include(garden, {ben.node->person()}, {}, ana.now).error(),
            Refusal::clock_unsure);
  const auto alone = ana.circle("alone");
  ana.say(alone, "what nobody with a lease hears goes on");
  (void)ana.take(ana.node->confirm_clock(ana.now));
  ana.say(garden, "the clock is right");
}

TEST_F(Clock, that_is_a_month_ahead_after_a_stop_lets_no_lease_lapse_until_it_is_confirmed) {
  ana.now = ana.now + Days{31};
  ana.reopen();
  EXPECT_FALSE(ana.node->clock_is_sure(ana.now));
  EXPECT_EQ(ana.node->audience(garden, ana.now).size(), 1U);
  EXPECT_EQ(ana.node->say(garden, {"x"}, ana.now).error(), Refusal::clock_unsure);
  (void)ana.take(ana.node->confirm_clock(ana.now));
  EXPECT_TRUE(ana.node->audience(garden, ana.now).empty());
}

TEST_F(Clock, that_is_just_a_month_ahead_after_a_stop_is_believed_and_a_microsecond_more_is_not) {
  ana.say(garden, "the mark");
  const auto mark = ana.now;
  ana.reopen();
  for (const auto more : {-1, 0}) {
    EXPECT_TRUE(ana.node->clock_is_sure(mark + limits::clock_forward_max +
                                        std::chrono::microseconds{more}));
  }
  EXPECT_FALSE(
      ana.node->clock_is_sure(mark + limits::clock_forward_max + std::chrono::microseconds{1}));
}

TEST_F(Clock, that_a_running_node_sees_go_on_is_believed_after_a_month_without_a_word) {
  const auto begin = ana.now;
  for (int hours = 0; hours < 40 * 24; ++hours) {
    ana.now = begin + std::chrono::hours{hours};
    const auto step = ana.node->see_clock(ana.now);
    ASSERT_TRUE(ana.store->commit(step.commit, Durability::lazy).has_value());
    ASSERT_TRUE(ana.node->clock_is_sure(ana.now));
  }
  EXPECT_TRUE(ana.node->audience(garden, ana.now).empty());
  ana.reopen();
  ana.now = ana.now + Days{2};
  EXPECT_TRUE(ana.node->clock_is_sure(ana.now));
  ana.say(garden, "the lease lapsed in its time");
}

TEST_F(Clock, that_leaps_while_a_node_runs_moves_no_mark_before_it_went_on_for_a_day) {
  const auto see = [&](WallTime now) { return ana.node->see_clock(now).commit.size(); };
  const auto ahead = ana.now + Days{20};
  EXPECT_EQ(see(ana.now), 0U);
  for (int hours = 0; hours < 24; ++hours) EXPECT_EQ(see(ahead + std::chrono::hours{hours}), 0U);
  EXPECT_TRUE(ana.node->clock_is_sure(ana.now));
  EXPECT_EQ(see(ahead + Days{1}), 1U);
  EXPECT_EQ(see(ahead + Days{1} + std::chrono::hours{1}), 0U);
}

TEST_F(Clock, that_is_a_month_ahead_after_a_stop_stays_unsure_though_it_is_seen_to_go_on) {
  ana.now = ana.now + Days{31};
  ana.reopen();
  for (int hours = 0; hours < 48; ++hours) {
    ana.now = ana.now + std::chrono::hours{1};
    EXPECT_TRUE(ana.node->see_clock(ana.now).commit.empty());
  }
  EXPECT_FALSE(ana.node->clock_is_sure(ana.now));
}

TEST_F(Clock, that_refused_leaves_the_node_as_its_store_has_it) {
  ana.now = ana.now - Days{1};
  (void)ana.node->include(garden, {ben.node->person()}, {}, ana.now);
  (void)ana.take(ana.node->confirm_clock(ana.now));
  const auto before = ana.node->audience(garden, ana.now);
  ana.reopen();
  EXPECT_EQ(ana.node->audience(garden, ana.now), before);
  ana.say(garden, "the log goes on");
}

}  // namespace
}  // namespace kith::node::test
