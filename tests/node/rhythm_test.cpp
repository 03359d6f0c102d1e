// What is learned of when somebody is there: numbers in and out, by times that the tests choose.
#include "node/rhythm.hpp"

#include <gtest/gtest.h>

namespace kith::node {
namespace {

using namespace std::chrono_literals;

// A Monday, 00:00 UTC: 2026-11-23.
constexpr WallTime monday{1'795'392'000'000'000};
constexpr std::chrono::seconds usual{300};
WallTime at(std::chrono::microseconds when) { return monday + when; }

// Looked for all the time, and there from 18 to 22 each day.
Rhythm of_evenings(unsigned weeks) {
  Rhythm rhythm;
  for (unsigned hour = 0; hour < weeks * week_hours; ++hour) {
    const auto when = at(std::chrono::hours{hour} + 5min);
    if (hour % 24 >= 18 && hour % 24 < 22) {
      rhythm.there(Over::tor, when);
    } else {
      rhythm.not_there(Over::tor, when);
    }
  }
  return rhythm;
}

TEST(RhythmTest, the_week_begins_on_monday) {
  EXPECT_EQ(hour_of_week(monday), 0U);
  EXPECT_EQ(hour_of_week(at(6 * 24h + 23h)), week_hours - 1);
  EXPECT_EQ(hour_of_week(at(-1us)), week_hours - 1);
  EXPECT_EQ(hour_of_week(WallTime{}), 3U * 24);
}

TEST(RhythmTest, where_nothing_was_seen_the_wait_is_the_usual_one) {
  const Rhythm rhythm;
  EXPECT_TRUE(rhythm.is_empty());
  EXPECT_EQ(rhythm.wait(monday, usual), usual);
  EXPECT_FALSE(rhythm.share(0).has_value());
  EXPECT_FALSE(rhythm.share(Over::direct).has_value());
}

TEST(RhythmTest, an_hour_counts_once_however_often_one_looks) {
  Rhythm once;
  once.there(Over::direct, monday);
  Rhythm often = once;
  for (int i = 1; i < 60; ++i) often.there(Over::direct, at(i * 1min));
  EXPECT_EQ(once, often);
  EXPECT_EQ(once.share(0), 100U);
  EXPECT_EQ(once.tries(Over::direct), 1U);
  often.there(Over::direct, at(60min));
  EXPECT_EQ(often.tries(Over::direct), 2U);
}

TEST(RhythmTest, who_comes_within_the_hour_was_there_in_it) {
  Rhythm rhythm;
  rhythm.not_there(Over::direct, monday);
  EXPECT_EQ(rhythm.share(0), 0U);
  rhythm.there(Over::direct, at(40min));
  rhythm.not_there(Over::direct, at(50min));
  EXPECT_EQ(rhythm.share(0), 100U);
}

TEST(RhythmTest, the_wait_is_short_where_they_tend_to_come_and_long_where_they_never_do) {
  const auto rhythm = of_evenings(3);
  const auto sunday = 3 * 7 * 24h;
  EXPECT_LT(rhythm.wait(at(sunday + 18h), usual), usual);
  EXPECT_GT(rhythm.wait(at(sunday + 3h), usual), 10min);
  EXPECT_LE(rhythm.wait(at(sunday + 3h), usual), rhythm_wait_max);
  EXPECT_GE(rhythm.wait(at(sunday + 18h), usual), rhythm_wait_min);
}

TEST(RhythmTest, a_long_wait_ends_soon_after_a_better_hour_begins) {
  const auto rhythm = of_evenings(3);
  const auto before = at(3 * 7 * 24h + 16h + 55min);
  EXPECT_LT(rhythm.wait(before, usual), 5min + rhythm.wait(at(3 * 7 * 24h + 17h), usual));
}

TEST(RhythmTest, all_of_it_fades_and_half_of_it_within_weeks) {
  auto rhythm = of_evenings(1);
  // From then on they are looked for at one hour alone, and are not there.
  const auto look = [&](unsigned week) { rhythm.not_there(Over::tor, at(week * 7 * 24h + 3h)); };
  look(rhythm_half_life_weeks);
  EXPECT_EQ(rhythm.share(18), 100U);
  look(26);
  EXPECT_FALSE(rhythm.share(18).has_value());
  EXPECT_FALSE(rhythm.share(Over::tor).has_value());
}

TEST(RhythmTest, a_clock_that_goes_back_counts_nothing_twice) {
  Rhythm rhythm;
  rhythm.there(Over::direct, at(5h));
  const auto before = rhythm;
  rhythm.not_there(Over::direct, at(3h));
  EXPECT_EQ(rhythm, before);
}

TEST(RhythmTest, a_road_is_judged_by_the_hours_in_which_they_were_there) {
  Rhythm rhythm;
  for (int day = 0; day < 5; ++day) {
    rhythm.not_there(Over::direct, at(day * 24h));  // nobody at all
    rhythm.not_there(Over::direct, at(day * 24h + 1h));
    rhythm.there(Over::tor, at(day * 24h + 1h + 1min));
  }
  EXPECT_TRUE(rhythm.mostly_in_vain(Over::direct));
  EXPECT_FALSE(rhythm.mostly_in_vain(Over::tor));
  EXPECT_FALSE(rhythm.mostly_in_vain(Over::near));
  EXPECT_EQ(rhythm.share(Over::tor), 100U);
  EXPECT_FALSE(rhythm.share(Over::direct).has_value());
}

TEST(RhythmTest, whoever_came_by_themself_says_nothing_of_roads) {
  Rhythm rhythm;
  rhythm.there(std::nullopt, monday);
  EXPECT_EQ(rhythm.share(0), 100U);
  EXPECT_FALSE(rhythm.share(Over::direct).has_value());
}

TEST(RhythmTest, it_comes_back_from_its_bytes_and_from_no_others) {
  const auto rhythm = of_evenings(2);
  auto bytes = rhythm.encode();
  EXPECT_EQ(Rhythm::decode(bytes), rhythm);
  EXPECT_LT(bytes.size(), 600U);
  bytes.push_back(0);
  EXPECT_FALSE(Rhythm::decode(bytes).has_value());
  bytes.resize(bytes.size() - 2);
  EXPECT_FALSE(Rhythm::decode(bytes).has_value());
  auto newer = rhythm.encode();
  newer.front() = 2;
  EXPECT_FALSE(Rhythm::decode(newer).has_value());
  EXPECT_FALSE(Rhythm::decode({}).has_value());
}

TEST(RhythmTest, any_bytes_of_that_size_are_numbers_within_bounds) {
  auto bytes = of_evenings(1).encode();
  for (std::size_t i = 1; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(255 - i % 7);
  auto rhythm = Rhythm::decode(bytes);
  ASSERT_TRUE(rhythm.has_value());
  for (std::size_t hour = 0; hour < week_hours; ++hour) EXPECT_LE(rhythm->share(hour), 100U);
  const auto wait = rhythm->wait(monday, usual);
  EXPECT_GE(wait, rhythm_wait_min);
  EXPECT_LE(wait, rhythm_wait_max);
  rhythm->there(Over::near, monday);
}

}  // namespace
}  // namespace kith::node
