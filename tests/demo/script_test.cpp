// The lines that imaginary people are played from: when each is, and how its words are read.
#include "demo/script.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kith::demo::test {
namespace {

using namespace std::chrono_literals;

// Tuesday, 24 November 2026, 15:00 UTC.
constexpr WallTime now{1'795'532'400'000'000};
constexpr std::int64_t day_micros = std::int64_t{86'400} * 1'000'000;

Script read(std::string_view text, std::chrono::minutes east = 0min) {
  Script script;
  read_lines(script, text, now, east);
  return script;
}

std::int64_t days_ago(WallTime when) { return (now.micros - when.micros) / day_micros; }

TEST(DemoScript, words_in_quotes_are_one) {
  EXPECT_EQ(words_of(R"(say Garden "a b" c)"),
            (std::vector<std::string>{"say", "Garden", "a b", "c"}));
  EXPECT_EQ(words_of(R"(step-out x "")"), (std::vector<std::string>{"step-out", "x", ""}));
}

TEST(DemoScript, days_move_by_whole_weeks_until_the_last_is_over) {
  const auto script = read(
      "people Ana\n\n== a\non 2027-03-01 09:00\nAna say G \"one\" --by 2027-03-06T08:00:00Z\n"
      "on 2027-04-23 09:00\nAna say G two --until 2027-05-01\n");
  ASSERT_EQ(script.acts.size(), 2U);
  const auto& first = script.acts.front();
  const auto& last = script.acts.back();
  EXPECT_GE(days_ago(last.when), 0);
  EXPECT_LE(days_ago(last.when), 7);
  EXPECT_EQ((last.when.micros - first.when.micros) / day_micros, 53);
  // What is named in words moves along: the Saturday of that week, eight days after the end.
  EXPECT_EQ(first.words[4].substr(10), "T08:00:00Z");
  EXPECT_NE(first.words[4].substr(0, 4), "2027");
  EXPECT_EQ(script.owner(), "Ana");
}

TEST(DemoScript, what_is_told_in_days_or_minutes_ago_counts_from_now) {
  const auto script = read(
      "people Ana\non -2 18:00\nAna say G one\nAna say G two\nago 30\nkept = Ana say G {+1}\n");
  ASSERT_EQ(script.acts.size(), 3U);
  EXPECT_EQ(script.acts[1].when - script.acts[0].when, std::chrono::minutes{2});
  EXPECT_EQ(now - script.acts[2].when, std::chrono::minutes{30});
  EXPECT_EQ(script.acts[2].kept_as, "kept");
  EXPECT_EQ(script.acts[2].words[2].size(), 10U);
}

TEST(DemoScript, hours_are_those_of_the_wall_clock) {
  const auto utc = read("people Ana\non -2 18:00\nAna say G one\n");
  const auto east = read("people Ana\non -2 18:00\nAna say G one\n", 60min);
  EXPECT_EQ(utc.acts[0].when - east.acts[0].when, std::chrono::minutes{60});
}

TEST(DemoScript, what_is_built_in_is_read_whatever_day_it_is) {
  for (int day = 0; day < 30; ++day) {
    const auto script = the_month(now + std::chrono::days{day}, 60min);
    EXPECT_EQ(script.owner(), "Ana");
    EXPECT_GT(script.acts.size(), 150U);
    EXPECT_TRUE(std::ranges::is_sorted(script.acts, {}, &Act::when));
    EXPECT_LT(script.acts.back().when, now + std::chrono::days{day});
    const auto over = std::ranges::find_if(script.acts, [](const Act& act) {
      return act.words.back() == "I go on for another week.";
    });
    ASSERT_NE(over, script.acts.end());
  }
}

}  // namespace
}  // namespace kith::demo::test
