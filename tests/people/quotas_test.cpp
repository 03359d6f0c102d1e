// How much of one person is taken in at once and in a day: below, at and above each limit.
#include "tests/people/forged_log.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

using std::chrono::hours;
using ::testing::Test;

struct QuotaTest : Test {
  QuotaTest() {
    meet_by_cards(ana, eve);
    circle.raw[0] = 0xee;
  }
  [[nodiscard]] bool fits(std::uint64_t entries, std::uint64_t bytes, bool new_log = false) {
    Batch batch;
    return quotas.take({eve.node->person(), circle, entries, bytes, new_log}, now, batch);
  }
  Person ana{"Ana", 21};
  Person eve{"Eve", 22};
  CircleId circle;
  Quotas quotas;
  WallTime now = morning;
};

TEST_F(QuotaTest, entries_fit_up_to_the_backlog_and_then_as_days_pass) {
  quotas.set({{100, 24}, {1000, 1000}, {10, 10}});
  EXPECT_TRUE(fits(99, 0));
  EXPECT_TRUE(fits(1, 0));
  EXPECT_FALSE(fits(1, 0));
  EXPECT_TRUE(fits(0, 0));
  now = now + hours{1} - std::chrono::microseconds{1};
  EXPECT_FALSE(fits(1, 0));
  now = now + std::chrono::microseconds{1};
  EXPECT_TRUE(fits(1, 0));
  EXPECT_FALSE(fits(1, 0));
  now = now + hours{24 * 365};
  EXPECT_FALSE(fits(101, 0));
  EXPECT_TRUE(fits(100, 0));
}

TEST_F(QuotaTest, bytes_and_logs_have_limits_of_their_own) {
  quotas.set({{100, 24}, {1000, 1000}, {2, 1}});
  EXPECT_FALSE(fits(1, 1001));
  EXPECT_TRUE(fits(1, 1000, true));
  EXPECT_FALSE(fits(1, 1));
  EXPECT_TRUE(fits(1, 0, true));
  EXPECT_FALSE(fits(1, 0, true));
  EXPECT_TRUE(fits(1, 0));
  now = now + hours{24};
  EXPECT_TRUE(fits(1, 1000, true));
}

TEST_F(QuotaTest, a_clock_that_was_far_ahead_once_costs_nobody_anything) {
  quotas.set({{100, 24}, {1000, 1000}, {10, 10}});
  now = now + hours{24 * 3650};
  EXPECT_TRUE(fits(1, 0));
  now = morning;
  EXPECT_TRUE(fits(100, 0));
  EXPECT_FALSE(fits(1, 0));
}

TEST_F(QuotaTest, what_is_over_it_is_refused_in_the_session_shown_and_taken_later) {
  ana.node->quotas().set({{6, 24}, {1 << 20, 1 << 20}, {10, 10}});
  const auto garden = eve.circle("garden");
  include(eve, garden, ana);
  for (int i = 0; i < 3; ++i) eve.say(garden, "few");
  (void)sync(ana, eve);
  EXPECT_TRUE(ana.node->quotas().refused().empty());
  for (int i = 0; i < 10; ++i) eve.say(garden, "many");
  (void)sync(ana, eve);
  const auto there = circle_called(ana, "garden");
  EXPECT_EQ(ana.texts(there).size(), 3U);
  const auto check_shown = [&] {
    const auto refused = ana.node->quotas().refused();
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused.front().person, eve.node->person());
    EXPECT_EQ(refused.front().circle, eve.node->strands().id_of(garden));
  };
  check_shown();
  ana.reopen();
  check_shown();
  ana.node->quotas().set({});
  (void)sync(ana, eve);
  EXPECT_EQ(ana.texts(there).size(), 13U);
}

TEST_F(QuotaTest, thousands_of_fresh_logs_end_at_the_limit_of_logs) {
  ana.node->quotas().set({{1000, 1000}, {1 << 20, 1 << 20}, {5, 1}});
  std::size_t taken = 0;
  for (std::uint8_t i = 0; i < 20; ++i) {
    circle.raw[1] = i;
    ForgedLog log{eve, circle, ana};
    log.open(place(0, 0, 0), log.to_readers());
    const auto step = ana.node->take_range(log.all(), ana.tick());
    if (!step) {
      EXPECT_EQ(step.error(), Refusal::over_quota);
      continue;
    }
    ASSERT_TRUE(ana.store->commit(step->commit, Durability::full).has_value());
    ++taken;
  }
  EXPECT_LE(taken, 5U);
  EXPECT_GE(taken, 3U);  // what eve said before counts too
}

TEST_F(QuotaTest, what_i_write_is_not_measured) {
  ana.node->quotas().set({{0, 0}, {0, 0}, {0, 0}});
  const auto garden = ana.circle("garden");
  ana.say(garden, "mine");
  EXPECT_EQ(ana.texts(garden).size(), 1U);
}

}  // namespace
}  // namespace kith::node::test
