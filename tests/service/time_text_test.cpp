// Times as people and programs write them.
#include "service/time_text.hpp"

#include <gtest/gtest.h>

#include "tests/wire/property.hpp"

namespace kith::service {
namespace {

constexpr std::int64_t second = 1'000'000;

std::int64_t micros(std::string_view text) {
  const auto time = time_of(text);
  EXPECT_TRUE(time.has_value()) << text;
  return time ? time->micros : -1;
}

TEST(TimeText, a_moment_is_shown_with_a_fraction_where_it_has_one) {
  EXPECT_EQ(to_text(WallTime{0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_text(WallTime{1}), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(to_text(WallTime{1'795'532'702 * second}), "2026-11-24T15:05:02Z");
  EXPECT_EQ(to_text(WallTime{1'795'532'702 * second + 120'000}), "2026-11-24T15:05:02.120000Z");
}

TEST(TimeText, every_moment_up_to_the_year_9999_comes_back_as_it_was) {
  EXPECT_TRUE(kith::test::holds("round trip", [] {
    const WallTime time{kith::test::drawn<std::int64_t>(0, 253'402'300'799 * second)};
    RC_ASSERT(time_of(to_text(time)) == time);
  }));
  EXPECT_EQ(to_text(WallTime{253'402'300'799 * second}), "9999-12-31T23:59:59Z");
}

TEST(TimeText, offsets_name_the_same_moment) {
  const auto moment = micros("2026-11-24T15:05:02Z");
  EXPECT_EQ(micros("2026-11-24T16:05:02+01:00"), moment);
  EXPECT_EQ(micros("2026-11-24T09:35:02-05:30"), moment);
  EXPECT_EQ(micros("2026-11-25T00:05:02+09:00"), moment);
  EXPECT_EQ(micros("2026-11-24T15:05:02-00:00"), moment);
  EXPECT_EQ(micros("2026-11-24t15:05:02z"), moment);
  EXPECT_EQ(micros("2026-11-24 15:05:02Z"), moment);
  EXPECT_EQ(micros("2026-11-24T15:05Z"), moment - 2 * second);
}

TEST(TimeText, a_date_alone_is_its_beginning_in_UTC) {
  EXPECT_EQ(micros("2026-11-24"), micros("2026-11-24T00:00:00Z"));
  EXPECT_EQ(micros("1970-01-01"), 0);
}

TEST(TimeText, fractions_count_to_the_microsecond_and_finer_ones_are_cut) {
  const auto moment = micros("2026-11-24T15:05:02Z");
  EXPECT_EQ(micros("2026-11-24T15:05:02.5Z"), moment + 500'000);
  EXPECT_EQ(micros("2026-11-24T15:05:02,25Z"), moment + 250'000);
  EXPECT_EQ(micros("2026-11-24T15:05:02.000001Z"), moment + 1);
  EXPECT_EQ(micros("2026-11-24T15:05:02.0000019999999999Z"), moment + 1);
}

TEST(TimeText, leap_days_and_seconds_are_where_the_calendar_has_them) {
  EXPECT_EQ(micros("2024-03-01") - micros("2024-02-29"), 86'400 * second);
  EXPECT_EQ(micros("2000-03-01") - micros("2000-02-28"), 2 * 86'400 * second);
  EXPECT_FALSE(time_of("2023-02-29").has_value());
  EXPECT_FALSE(time_of("2100-02-29").has_value());
  EXPECT_EQ(micros("2016-12-31T23:59:60Z"), micros("2017-01-01"));
}

TEST(TimeText, nothing_else_is_a_time) {
  for (const auto* text : {"",
                           " ",
                           "yesterday",
                           "2026",
                           "2026-11",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-04-31",
                           "2026-1-02",
                           "26-11-24",
                           "2026/11/24",
                           "2026-11-24T",
                           "2026-11-24T15",
                           "2026-11-24T15:05",
                           "2026-11-24T15:05:02",
                           "2026-11-24T24:00:00Z",
                           "2026-11-24T15:60:00Z",
                           "2026-11-24T15:05:61Z",
                           "2026-11-24T15:05:02.Z",
                           "2026-11-24T15:05:02+01",
                           "2026-11-24T15:05:02+0100",
                           "2026-11-24T15:05:02+24:00",
                           "2026-11-24T15:05:02+01:60",
                           "2026-11-24T15:05:02Zz",
                           "2026-11-24T15:05:02Z ",
                           " 2026-11-24",
                           "+2026-11-24",
                           "-2026-11-24",
                           "1969-12-31",
                           "1969-12-31T23:59:59Z",
                           "1970-01-01T00:00:00+00:01",
                           "2026-11-24x15:05:02Z",
                           "1795532702",
                           "٢٠٢٦-١١-٢٤"}) {
    EXPECT_FALSE(time_of(text).has_value()) << text;
  }
}

TEST(TimeText, random_bytes_never_do_more_than_not_fit) {
  EXPECT_TRUE(kith::test::holds("no crash", [] {
    auto text = to_text(WallTime{kith::test::drawn<std::int64_t>(0, 4'000'000'000 * second)});
    text[kith::test::drawn<std::size_t>(0, text.size() - 1)] =
        static_cast<char>(kith::test::drawn(0, 127));
    if (const auto time = time_of(text)) RC_ASSERT(time->micros >= 0);
  }));
}

}  // namespace
}  // namespace kith::service
