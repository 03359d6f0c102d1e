// A calendar of New York told by UTC on which day an evening falls out: 02:00 on the 4th, which is
// 22:00 on the 3rd there. It was read as it stands, so the evening of the 4th was called off, and
// whoever went by the calendar on the 3rd stood there alone.
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

struct DayOff : OpenFolder {
  Json days_off(const std::string& lines) {
    circle("garden");
    const auto text =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:choir\r\n"
        "DTSTART;TZID=America/New_York:20990602T220000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n" +
        lines + "END:VEVENT\r\nEND:VCALENDAR\r\n";
    const auto brought = ask({{"command", "import ics"}, {"text", text}, {"circle", "garden"}});
    EXPECT_EQ(brought.at("events"), 1);
    return ask({{"command", "event list"}, {"circle", "garden"}}).front().at("days_off");
  }
};

TEST_F(DayOff, is_that_of_the_clock_of_its_place) {
  EXPECT_EQ(days_off("EXDATE:20990604T020000Z\r\n"), Json::array({"2099-06-03"}));
}

TEST_F(DayOff, stays_as_it_is_where_it_is_told_by_that_clock) {
  EXPECT_EQ(days_off("EXDATE;TZID=America/New_York:20990604T220000\r\n"),
            Json::array({"2099-06-04"}));
}

TEST_F(DayOff, may_be_a_day_alone) {
  EXPECT_EQ(days_off("EXDATE;VALUE=DATE:20990604\r\n"), Json::array({"2099-06-04"}));
}

}  // namespace
}  // namespace kith::service::test
