// Rules that people make are read and followed; others are none, and no rule costs more than its
// limit of days.
#include <gtest/gtest.h>

#include "kinds/occurrences.hpp"

namespace kith::kinds {
namespace {

constexpr std::int64_t six_in_the_evening = 18 * 3600;

Event from(std::uint64_t day, const std::string& rule) {
  const auto at = static_cast<std::int64_t>(day) * day_seconds + six_in_the_evening;
  return {"assembly", {at}, "Europe/Madrid", {}, {}, {}, rule, {}, {}};
}

std::vector<std::uint64_t> days_of(const Event& event, std::size_t most, std::uint64_t after = 0) {
  std::vector<std::uint64_t> days;
  const CivilTime time{static_cast<std::int64_t>(after) * day_seconds};
  RuleLooks looks;
  for (const auto begin : occurrences(event, time, most, {}, std::nullopt, looks)) {
    days.push_back(day_of(begin).number);
    EXPECT_EQ(begin.seconds % day_seconds, six_in_the_evening);
  }
  return days;
}

TEST(Recurrence, is_read_where_people_make_it_so) {
  for (const auto* rule :
       {"FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU", "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=WEEKLY;COUNT=10",
        "FREQ=WEEKLY;UNTIL=20261224T180000Z", "UNTIL=20261224;FREQ=DAILY",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"}) {
    EXPECT_TRUE(recurrence_of(rule).has_value()) << rule;
  }
}

TEST(Recurrence, of_another_form_is_none) {
  for (const auto* rule : {"",
                           "FREQ",
                           "FREQ=",
                           "FREQ=SECONDLY",
                           "FREQ=HOURLY",
                           "INTERVAL=2",
                           "FREQ=DAILY;",
                           "FREQ=DAILY;FREQ=DAILY",
                           "FREQ=DAILY;INTERVAL=0",
                           "FREQ=DAILY;INTERVAL=1000",
                           "FREQ=DAILY;INTERVAL=-1",
                           "FREQ=DAILY;COUNT=1;UNTIL=20261224",
                           "FREQ=DAILY;COUNT=99999999999",
                           "FREQ=DAILY;UNTIL=20261324",
                           "FREQ=DAILY;UNTIL=2026",
                           "FREQ=DAILY;UNTIL=20261224T256060",
                           "FREQ=DAILY;UNTIL=20261224Z",
                           "FREQ=DAILY;BYDAY=",
                           "FREQ=DAILY;BYDAY=XX",
                           "FREQ=DAILY;BYDAY=2MO",
                           "FREQ=MONTHLY;BYDAY=54MO",
                           "FREQ=MONTHLY;BYDAY=0MO",
                           "FREQ=MONTHLY;BYMONTHDAY=32",
                           "FREQ=WEEKLY;BYMONTHDAY=1",
                           "FREQ=YEARLY;BYMONTH=13",
                           "FREQ=DAILY;BYSETPOS=1",
                           "FREQ=YEARLY;BYWEEKNO=1",
                           "freq=daily",
                           "FREQ=DAILY\n",
                           "FREQ=DAILY;BYHOUR=1"}) {
    EXPECT_FALSE(recurrence_of(rule).has_value()) << rule;
  }
  EXPECT_FALSE(recurrence_of("FREQ=DAILY" + std::string(300, ';')).has_value());
}

// 2027-01-05 is a Tuesday: day 20823.
TEST(Recurrence, is_followed_by_weeks_and_months) {
  EXPECT_EQ(days_of(from(20'823, "FREQ=WEEKLY"), 3),
            (std::vector<std::uint64_t>{20'823, 20'830, 20'837}));
  EXPECT_EQ(days_of(from(20'823, "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3"), 9),
            (std::vector<std::uint64_t>{20'823, 20'825, 20'830}));
  // The first Tuesdays: 5 January, 2 February, 2 March 2027.
  EXPECT_EQ(days_of(from(20'823, "FREQ=MONTHLY;BYDAY=1TU"), 3),
            (std::vector<std::uint64_t>{20'823, 20'851, 20'879}));
}

TEST(Recurrence, leaves_out_days_off_and_what_is_over) {
  const auto weekly = from(20'823, "FREQ=WEEKLY");
  RuleLooks looks;
  const auto left = occurrences(weekly, {0}, 2, {{20'823}}, std::nullopt, looks);
  EXPECT_EQ(day_of(left.at(0)).number, 20'830U);
  EXPECT_EQ(days_of(weekly, 1, 30'000).front(), 30'000U);
  const CivilTime end{20'831 * day_seconds};
  EXPECT_EQ(occurrences(weekly, {0}, 9, {}, end, looks).size(), 2U);
}

TEST(Recurrence, that_never_comes_ends_at_its_limit) {
  for (const auto* rule :
       {"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=300",
        "FREQ=YEARLY;INTERVAL=999;BYMONTH=2;BYMONTHDAY=30"}) {
    EXPECT_TRUE(days_of(from(20'823, rule), 1).empty()) << rule;
  }
  // At the end of time, too.
  EXPECT_TRUE(days_of(from(2'932'896, "FREQ=WEEKLY"), 5).size() <= 1);
}

// How many rules there are is for others to choose: together they are looked at so much and no
// more.
TEST(Recurrence, is_followed_as_far_as_is_left_to_look_at) {
  const auto weekly = from(20'823, "FREQ=WEEKLY");
  const auto found_with = [&](std::size_t left) {
    RuleLooks looks{left};
    return occurrences(weekly, {0}, 2, {}, std::nullopt, looks).size();
  };
  EXPECT_EQ(found_with(0), 0U);
  // Of each of two weeks: itself, a month, a day.
  EXPECT_EQ(found_with(3), 1U);
  EXPECT_EQ(found_with(4), 2U);
  RuleLooks looks;
  EXPECT_EQ(looks.left, limits::rule_looks_max);
  const auto never = from(20'823, "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30");
  std::size_t followed = 0;
  for (; looks.left > 0; ++followed) {
    EXPECT_TRUE(occurrences(never, {0}, 1, {}, std::nullopt, looks).empty());
  }
  EXPECT_LE(followed, limits::rule_looks_max / days_looked_at_max + 1);
  EXPECT_TRUE(occurrences(weekly, {0}, 2, {}, std::nullopt, looks).empty());
  // What does not repeat costs nothing.
  const auto once = from(20'823, "FREQ=HOURLY");
  EXPECT_EQ(occurrences(once, {0}, 2, {}, std::nullopt, looks).size(), 1U);
}

TEST(Recurrence, that_is_not_known_takes_place_once) {
  EXPECT_EQ(days_of(from(20'823, "FREQ=HOURLY"), 5), (std::vector<std::uint64_t>{20'823}));
}

}  // namespace
}  // namespace kith::kinds
