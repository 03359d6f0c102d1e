// Calendars that are made to be hard to read: nested without end, or of lines without end.
#include <gtest/gtest.h>

#include "service/calendar_file.hpp"

namespace kith::service::test {
namespace {

// However it is written what begins one thing in another.
TEST(CalendarLimits, a_calendar_may_be_nested_as_deep_as_calendars_are_and_no_deeper) {
  const auto nested = [](const std::string& begin, const std::string& between, int levels) {
    std::string text =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART:20990101T100000Z\r\n";
    for (int i = 2; i < levels; ++i) text += begin + between;
    for (int i = 2; i < levels; ++i) text += "END:VALARM\r\n";
    return text + "END:VEVENT\r\nEND:VCALENDAR\r\n";
  };
  const auto read = [](const std::string& text) {
    return read_calendar(text, "Etc/UTC").has_value();
  };
  for (const std::string begin :
       {"BEGIN:VALARM\r\n", "begin:VALARM\n", "BEGIN;VALARM\r\n", "BEGIN;X=Y:VALARM\r\n",
        "BE\r\n GIN:VALARM\r\n", "B\n\tE\n GIN:VALARM\r\n", "BEGIN :VALARM\r\n",
        "\nBEGIN:VALARM\r\n"}) {
    EXPECT_TRUE(read(nested(begin, "", 8))) << begin;
    EXPECT_FALSE(read(nested(begin, "", 9))) << begin;
  }
  for (const std::string no_end :
       {"EXX:1\r\n", "END\r\n", "END:\r\n", "X:\rEND:VALARM\r\n", "\n END:VALARM\r\n",
        "X:\r\n END:VALARM\r\n", " END:VALARM\r\n", "ENDE:VALARM\r\n"}) {
    EXPECT_FALSE(read(nested("BEGIN:VALARM\r\n", no_end, 9))) << no_end;
  }
  // Where nothing but CR ends lines each of them ends one.
  std::string only_cr;
  for (int i = 0; i < 9; ++i) only_cr += "BEGIN:VCALENDAR\r";
  EXPECT_FALSE(read(only_cr));
  EXPECT_FALSE(read(nested("", "", 2) + std::string(1024 * 1024, '\r')));
}

TEST(CalendarLimits, a_folded_line_of_a_calendar_may_be_long_and_not_longer) {
  const auto folded = [](std::size_t bytes) {
    std::string text =
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20990101T100000Z\r\nDESCRIPTION:";
    for (std::size_t i = 0; i < bytes / 64; ++i) text += std::string(64, 'x') + "\r\n ";
    return text + "x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  };
  EXPECT_TRUE(read_calendar(folded(500 * 1024), "Etc/UTC").has_value());
  EXPECT_FALSE(read_calendar(folded(513 * 1024), "Etc/UTC").has_value());
}

}  // namespace
}  // namespace kith::service::test
