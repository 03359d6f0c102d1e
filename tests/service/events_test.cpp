// Events as the page asks for them: on the clock of their place, across its changes; our reader of
// rules beside libical; calendars out and in; what is typed comes back as it is.
#include <libical/ical.h>

#include "kinds/occurrences.hpp"
#include "service/calendar_file.hpp"
#include "service/civil_time.hpp"
#include "tests/kinds/naughty.hpp"
#include "tests/service/open_folder.hpp"
#include "tests/wire/property.hpp"
#include "wire/cbor.hpp"

namespace kith::service::test {
namespace {

kinds::CivilTime civil(std::string_view text) { return typed_time(text)->civil; }

std::string utc_of(std::string_view clock, std::string_view zone) {
  return to_text(*civil_of(*moment_of(civil(clock), zone), "Etc/UTC"));
}

TEST(CivilTime, stays_on_its_clock_across_its_changes) {
  EXPECT_EQ(utc_of("2027-03-27T18:00", "Europe/Madrid"), "2027-03-27T17:00");
  EXPECT_EQ(utc_of("2027-03-28T18:00", "Europe/Madrid"), "2027-03-28T16:00");
  // Skipped: it counts on from before. Twice: the first.
  EXPECT_EQ(utc_of("2027-03-28T02:30", "Europe/Madrid"), "2027-03-28T01:30");
  EXPECT_EQ(utc_of("2027-10-31T02:30", "Europe/Madrid"), "2027-10-31T00:30");
  EXPECT_FALSE(moment_of(civil("2027-03-28T18:00"), "Narnia/Cair_Paravel").has_value());
  EXPECT_EQ(zone_named("W. Europe Standard Time"), "Europe/Berlin");
  EXPECT_FALSE(zone_named("GMT+25").has_value());
  EXPECT_FALSE(zone_named("").has_value());
}

TEST(CivilTime, is_typed_as_a_day_a_clock_or_a_moment) {
  EXPECT_TRUE(typed_time("2026-12-05")->whole_day);
  EXPECT_FALSE(typed_time("2026-12-05T18:00")->moment.has_value());
  EXPECT_TRUE(typed_time("2026-12-05T18:00Z")->moment.has_value());
  for (const auto* text : {"", "25", "2026-13-05", "2026-12-05T25:00", "2026-12-05T18:00 x"}) {
    EXPECT_FALSE(typed_time(text).has_value()) << text;
  }
  EXPECT_EQ(typed_seconds("1h30m"), 5400);
  EXPECT_EQ(typed_seconds("3d"), 3 * kinds::day_seconds);
  for (const auto* text : {"", "h", "5", "1m1h", "1h1h", "0m", "-1h", "999999999999d", "400d"}) {
    EXPECT_FALSE(typed_seconds(text).has_value()) << text;
  }
}

// Rules of which libical and we agree what they mean.
std::string drawn_rule() {
  using kith::test::drawn;
  using kith::test::drawn_coin;
  const std::array days{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  const auto frequency = drawn<std::size_t>(0, 3);
  std::string rule =
      std::string{"FREQ="} + std::array{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}.at(frequency);
  rule += ";INTERVAL=" + std::to_string(drawn<int>(1, 3));
  if (drawn_coin()) rule += ";COUNT=" + std::to_string(drawn<int>(1, 9));
  const auto what = drawn<int>(0, 3);
  if (what == 1) {
    const auto nth = frequency == 2 && drawn_coin() ? std::to_string(drawn<int>(1, 4)) : "";
    rule += ";BYDAY=" + nth + days.at(drawn<std::size_t>(0, 3)) + "," + nth +
            days.at(drawn<std::size_t>(4, 6));
  } else if (what == 2 && frequency >= 2) {
    rule += ";BYMONTHDAY=" + std::to_string(drawn<int>(1, 28));
    if (frequency == 3) rule += ";BYMONTH=" + std::to_string(drawn<int>(1, 12));
  }
  return rule;
}

std::vector<std::string> by_libical(const std::string& rule, const char* from, std::size_t most) {
  icalerror_set_errors_are_fatal(0);
  std::vector<std::string> times;
  auto* iterator = icalrecur_iterator_new(icalrecurrencetype_from_string(rule.c_str()),
                                          icaltime_from_string(from));
  for (auto next = icalrecur_iterator_next(iterator);
       icaltime_is_null_time(next) == 0 && times.size() < most;
       next = icalrecur_iterator_next(iterator)) {
    times.emplace_back(icaltime_as_ical_string(next));
  }
  icalrecur_iterator_free(iterator);
  return times;
}

TEST(Recurrence, is_followed_as_libical_follows_it) {
  EXPECT_TRUE(kith::test::holds("both name the same days", [] {
    constexpr std::size_t most = 12;
    const auto rule = drawn_rule();
    RC_ASSERT(kinds::recurrence_of(rule).has_value());
    const kinds::Event event{"x", civil("2027-01-05T18:00"), "Europe/Madrid", {}, {}, {}, rule, {},
                             {}};
    std::vector<std::string> ours;
    kinds::RuleLooks looks;
    for (const auto begin : kinds::occurrences(event, {0}, most, {}, std::nullopt, looks)) {
      auto text = to_text(begin) + "00";
      std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
      ours.push_back(text);
    }
    const auto theirs = by_libical(rule, "20270105T180000", most);
    if (ours != theirs) RC_LOG() << rule << "\n";
    RC_ASSERT(ours == theirs);
  }));
}

class EventsTest : public OpenFolder {
 protected:
  EventsTest() { circle("garden"); }
  std::string event(Json fields) {
    fields["command"] = "event";
    fields["circle"] = "garden";
    if (!fields.contains("title")) fields["title"] = "assembly";
    return ask(fields).at("id");
  }
  Json events() { return ask({{"command", "event list"}}); }
};

TEST_F(EventsTest, are_shown_with_when_they_take_place_next) {
  event({{"at", "2099-03-22T18:00"},
         {"zone", "Europe/Madrid"},
         {"lasting", "2h"},
         {"repeat", "weekly"}});
  const auto shown = events().front();
  EXPECT_EQ(shown.at("next").at("starts"), "2099-03-22T17:00:00Z");
  EXPECT_EQ(shown.at("next").at("ends"), "2099-03-22T19:00:00Z");
  const auto id = shown.at("id");
  ask({{"command", "call off"}, {"id", id}, {"on", "2099-03-22"}});
  EXPECT_EQ(events().front().at("next").at("starts"), "2099-03-29T16:00:00Z");
  ask({{"command", "event change"}, {"id", id}, {"at", "2099-03-25T19:00"}, {"where", "shed"}});
  EXPECT_EQ(events().front().at("until"), "2099-03-25T21:00");
  EXPECT_EQ(events().front().at("where"), "shed");
  ask({{"command", "event change"}, {"id", id}, {"where", ""}});
  EXPECT_TRUE(events().front().at("where").is_null());
  ask({{"command", "event change"}, {"id", id}, {"until", ""}});
  EXPECT_TRUE(events().front().at("until").is_null());
  ask({{"command", "call off"}, {"id", id}});
  expect_refused({{"command", "call off"}, {"id", id}}, Status::refused, "already");
}

TEST_F(EventsTest, that_would_never_take_place_are_not_brought) {
  const auto asked = [](const char* repeat) {
    return Json{{"command", "event"},
                {"circle", "garden"},
                {"title", "assembly"},
                {"at", "2099-03-22"},
                {"repeat", repeat}};
  };
  for (const auto* rule : {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;UNTIL=20980101",
                           "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31"}) {
    expect_refused(asked(rule), Status::wrong_usage, "never take place");
  }
  EXPECT_EQ(events(), Json::array());
  const auto id = ask(asked("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")).at("id");
  EXPECT_EQ(events().front().at("next").at("day"), "2104-02-29");  // 2100 is no leap year
  expect_refused({{"command", "event change"}, {"id", id}, {"repeat", "FREQ=DAILY;UNTIL=20980101"}},
                 Status::wrong_usage, "never take place");
}

TEST_F(EventsTest, take_place_on_no_day_after_their_rule_ends) {
  const auto id = event({{"at", "2099-03-22"}, {"repeat", "FREQ=DAILY;UNTIL=20990324"}});
  const auto coming = [&](const char* day) {
    return Json{{"command", "coming"}, {"id", id}, {"coming", "yes"}, {"on", day}};
  };
  (void)ask(coming("2099-03-24"));
  expect_refused(coming("2099-03-25"), Status::refused, "does not take place");
}

TEST_F(EventsTest, are_changed_by_what_changes_something) {
  const auto id = event({{"at", "2099-03-22"}, {"where", "shed"}});
  const Json change{{"command", "event change"}, {"id", id}};
  expect_refused(change, Status::wrong_usage, "Nothing of it would change");
  auto same = change;
  same["where"] = "shed";
  same["words"] = "So that all know.";
  expect_refused(same, Status::wrong_usage, "Nothing of it would change");
  EXPECT_EQ(events().front().at("turns"), Json::array());
  (void)ask({{"command", "call off"}, {"id", id}});
  (void)ask(change);  // after all
  EXPECT_EQ(events().front().at("turns").size(), 2U);
}

TEST_F(EventsTest, of_whole_days_end_with_their_last_one) {
  event({{"at", "2099-12-24"}, {"until", "2099-12-26"}});
  const auto shown = events().front();
  EXPECT_TRUE(shown.at("whole_days") == true && shown.at("zone").is_null());
  EXPECT_EQ(shown.at("until"), "2099-12-26");
}

TEST_F(EventsTest, refuse_what_is_no_time_no_zone_and_no_rule) {
  const auto refuses = [&](Json fields, const char* words) {
    Json request{
        {"command", "event"}, {"circle", "garden"}, {"title", "x"}, {"at", "2099-01-01T10:00"}};
    request.update(fields);
    expect_refused(request, Status::wrong_usage, words);
  };
  refuses({{"at", "soon"}}, "is not a time");
  refuses({{"zone", "Narnia"}}, "no zone");
  refuses({{"until", "2098-01-01T10:00"}}, "before it begins");
  refuses({{"until", "2199-01-01T10:00"}}, "a year at most");
  refuses({{"lasting", "long"}}, "how long it lasts");
  refuses({{"repeat", "FREQ=SECONDLY"}}, "not a way to repeat");
  const auto empty =
      Json{{"command", "event"}, {"circle", "garden"}, {"title", ""}, {"at", "2099-01-01"}};
  expect_refused(empty, Status::refused, "title has 1 to 256 bytes");
  const auto id = event({{"at", "2099-01-01T10:00"}});
  expect_refused({{"command", "coming"}, {"id", id}, {"coming", "of course"}}, Status::wrong_usage,
                 "yes, perhaps, no");
  expect_refused({{"command", "coming"}, {"id", id}, {"coming", "yes"}, {"on", "2099-01-02"}},
                 Status::refused, "does not take place");
  expect_refused({{"command", "coming"}, {"id", say("garden", "hi")}, {"coming", "yes"}},
                 Status::refused, "no event");
}

TEST_F(EventsTest, keep_every_naughty_string_as_it_was_typed) {
  KITH_SHARED_FILE_OR_SKIP(file, "data/vectors/text/blns.base64.json");
  std::size_t tried = 0;
  for (const auto& coded : kith::test::read_json(*file)) {
    const auto text = kith::test::from_base64(coded.get<std::string>());
    const bool fits = !text.empty() && text.size() <= limits::tag_bytes_max;
    if (!fits || !wire::is_utf8(as_bytes(text)) || tried++ % 8 != 0) continue;
    const auto id =
        event({{"title", text}, {"at", "2099-01-01"}, {"where", text}, {"bring", {text}}});
    const auto after = ask({{"command", "coming"}, {"id", id}, {"coming", "no"}, {"words", text}});
    const auto& shown = after.at("event");
    EXPECT_EQ(shown.at("title"), text);
    EXPECT_EQ(shown.at("where"), text);
    EXPECT_EQ(shown.at("bring").front(), text);
    EXPECT_EQ(shown.at("coming").front().at("words"), text);
  }
  EXPECT_GT(tried, 100U);
  ask({{"command", "calendar"}, {"file", in_base("all.ics")}});
  circle("other");
  const auto brought =
      ask({{"command", "import ics"}, {"file", in_base("all.ics")}, {"circle", "other"}});
  EXPECT_EQ(brought.at("events"), events().size() / 2);
}

TEST_F(EventsTest, go_through_a_calendar_and_come_back) {
  const auto id = event({{"at", "2099-03-22T18:00"},
                         {"zone", "Europe/Madrid"},
                         {"lasting", "2h"},
                         {"repeat", "FREQ=MONTHLY;BYDAY=1TU"},
                         {"where", "shed; the big one, left"},
                         {"text", "two\nlines"}});
  ask({{"command", "call off"}, {"id", id}, {"on", "2099-04-07"}});
  event({{"title", "fair"}, {"at", "2099-12-24"}, {"until", "2099-12-26"}});
  ask({{"command", "calendar"}, {"file", in_base("all.ics")}});
  expect_refused({{"command", "calendar"}, {"file", in_base("all.ics")}}, Status::refused,
                 "is there already");
  circle("other");
  const Json import{{"command", "import ics"}, {"file", in_base("all.ics")}, {"circle", "other"}};
  EXPECT_EQ(ask(import).at("events"), 2);
  const auto again = ask(import);
  EXPECT_EQ(again.at("events"), 0);
  EXPECT_EQ(again.at("left_out").size(), 2U);
  const auto before = ask({{"command", "event list"}, {"circle", "garden"}});
  const auto after = ask({{"command", "event list"}, {"circle", "other"}});
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    for (const auto* field :
         {"title", "at", "until", "zone", "where", "text", "repeat", "next", "days_off"}) {
      EXPECT_EQ(after[i].at(field), before[i].at(field)) << field;
    }
  }
}

TEST_F(EventsTest, go_through_a_calendar_that_is_no_file) {
  event({{"title", "fair"}, {"at", "2099-12-24"}, {"until", "2099-12-26"}});
  const auto given = ask({{"command", "calendar"}});
  EXPECT_FALSE(given.contains("file"));
  circle("other");
  const Json import{{"command", "import ics"}, {"text", given.at("text")}, {"circle", "other"}};
  EXPECT_EQ(ask(import).at("events"), 1);
  EXPECT_EQ(ask({{"command", "event list"}, {"circle", "other"}}).front().at("title"), "fair");
}

TEST_F(EventsTest, a_word_on_coming_says_that_it_was_said_before_the_event_was_moved) {
  const auto id = event({{"at", "2099-03-22T18:00"}, {"zone", "Europe/Madrid"}});
  const auto before = [&] {
    const auto listed = ask({{"command", "event list"}, {"circle", "garden"}});
    return listed.front().at("coming").front().at("before_it_moved");
  };
  ask({{"command", "coming"}, {"id", id}, {"coming", "yes"}});
  EXPECT_EQ(before(), false);
  ask({{"command", "event change"}, {"id", id}, {"title", "Fair"}});
  EXPECT_EQ(before(), false);
  ask({{"command", "event change"}, {"id", id}, {"at", "2099-03-23T18:00"}});
  EXPECT_EQ(before(), true);
  ask({{"command", "coming"}, {"id", id}, {"coming", "yes"}});
  EXPECT_EQ(before(), false);
}

TEST_F(EventsTest, end_at_one_time_only) {
  expect_refused({{"command", "event"},
                  {"circle", "garden"},
                  {"title", "x"},
                  {"at", "2099-03-22T18:00"},
                  {"until", "2099-03-22T19:00"},
                  {"lasting", "2h"}},
                 Status::wrong_usage, "not both");
}

TEST_F(EventsTest, stand_in_the_talk_as_what_they_are) {
  const auto id =
      event({{"at", "2099-03-22T18:00"}, {"zone", "Europe/Madrid"}, {"bring", {"rope"}}});
  ask({{"command", "coming"}, {"id", id}, {"coming", "perhaps"}, {"words", "late"}});
  ask({{"command", "event change"}, {"id", id}, {"where", "shed"}});
  const auto read = ask({{"command", "read"}, {"circle", "garden"}});
  const auto& invited = read.at(read.size() - 3).at("thing");
  EXPECT_EQ(invited.at("at"), "2099-03-22T18:00");
  EXPECT_EQ(invited.at("starts"), "2099-03-22T17:00:00Z");
  EXPECT_EQ(invited.at("bring"), Json::array({"rope"}));
  const auto& comes = read.at(read.size() - 2).at("thing");
  EXPECT_EQ(comes, (Json{{"coming", "perhaps"}, {"words", "late"}, {"day", nullptr}}));
  const auto& turned = read.back().at("thing");
  EXPECT_EQ(turned.at("turning"), "changed");
  EXPECT_EQ(turned.at("now").at("where"), "shed");
}

TEST_F(EventsTest, of_a_calendar_that_do_not_fit_are_left_out_with_a_reason) {
  const auto vevent = [](const std::string& lines) {
    return "BEGIN:VEVENT\r\nSUMMARY:x\r\n" + lines + "END:VEVENT\r\n";
  };
  write_file(in_base("odd.ics"),
             "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" +
                 vevent("DTSTART;TZID=Narnia:20990101T100000\r\n") +
                 vevent("DTSTART:20990101T100000Z\r\nRRULE:FREQ=SECONDLY\r\n") +
                 vevent("RECURRENCE-ID:20990101T100000Z\r\nDTSTART:20990101T100000Z\r\n") +
                 vevent("DTSTART:20990102T100000Z\r\nDTEND:20990101T100000Z\r\n") + vevent("") +
                 vevent("DTSTART:20990101T100000Z\r\n") + "END:VCALENDAR\r\n");
  const auto brought =
      ask({{"command", "import ics"}, {"file", in_base("odd.ics")}, {"circle", "garden"}});
  EXPECT_EQ(brought.at("events"), 1);
  EXPECT_EQ(brought.at("left_out").size(), 5U);
  write_file(in_base("none.ics"), "hello");
  expect_refused({{"command", "import ics"}, {"file", in_base("none.ics")}, {"circle", "garden"}},
                 Status::refused, "no iCalendar file");
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += "BEGIN:VCALENDAR\r\n";
  write_file(in_base("deep.ics"), deep);
  expect_refused({{"command", "import ics"}, {"file", in_base("deep.ics")}, {"circle", "garden"}},
                 Status::refused, "no iCalendar file");
  write_file(in_base("large.ics"), std::string(calendar_bytes_max + 1, 'x'));
  expect_refused({{"command", "import ics"}, {"file", in_base("large.ics")}, {"circle", "garden"}},
                 Status::refused, "larger than");
}

}  // namespace
}  // namespace kith::service::test
