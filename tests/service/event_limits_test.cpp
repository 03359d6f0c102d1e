// How much of events others may have one show, look at and read: of words on them, and of rules.
#include "base/limits.hpp"
#include "kinds/occurrences.hpp"
#include "service/civil_time.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

class EventLimits : public OpenFolder {
 protected:
  EventLimits() { circle("garden"); }
};

// How many words there are on one event is for others to choose.
TEST_F(EventLimits, of_one_person_shows_the_newest_words_and_how_many_more_there_are) {
  const auto event = ask({{"command", "event"},
                          {"circle", "garden"},
                          {"title", "a feast"},
                          {"at", "2126-12-01T19:00"},
                          {"zone", "Europe/Madrid"},
                          {"repeat", "daily"}});
  const auto day = [](std::size_t i) {
    return to_text(kinds::CivilDay{kinds::day_of(typed_time("2126-12-01")->civil).number + i});
  };
  const auto speak = [&](const char* command, std::size_t i) {
    return ask({{"command", command}, {"id", event.at("id")}, {"coming", "yes"}, {"on", day(i)}})
        .at("event");
  };
  constexpr auto most = limits::event_words_shown_max;
  for (std::size_t i = 0; i + 1 < most; ++i) (void)speak("coming", i);
  const auto all = speak("coming", most - 1);
  EXPECT_EQ(all.at("coming").size(), most);
  EXPECT_EQ(all.at("coming_more"), 0);
  const auto fewer = speak("coming", most);
  ASSERT_EQ(fewer.at("coming").size(), most);
  EXPECT_EQ(fewer.at("coming_more"), 1);
  EXPECT_EQ(fewer.at("coming").front().at("day"), day(1));
  EXPECT_EQ(fewer.at("coming").back().at("day"), day(most));
  EXPECT_EQ(fewer.at("turns_more"), 0);
  for (std::size_t i = 0; i < most; ++i) (void)speak("call off", i);
  const auto off = speak("call off", most);
  EXPECT_EQ(off.at("turns").size(), most);
  EXPECT_EQ(off.at("turns_more"), 1);
  EXPECT_EQ(off.at("days_off").size(), most);
  EXPECT_EQ(off.at("next").at("day"), day(most + 1));
}

// The 29th of February on a Monday: in each of them a hundred years are looked through.
TEST_F(EventLimits, whose_rules_take_too_much_looking_say_that_they_were_followed_no_further) {
  constexpr std::size_t many = limits::rule_looks_max / kinds::days_looked_at_max + 1;
  const auto bring = [&] {
    (void)ask({{"command", "event"},
               {"circle", "garden"},
               {"title", "rare"},
               {"at", "2016-02-29T19:00"},
               {"zone", "Europe/Madrid"},
               {"repeat", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"}});
  };
  const auto unknown = [&] {
    const auto all = ask({{"command", "event list"}});
    return std::ranges::count_if(all,
                                 [](const Json& one) { return one.at("next_known") == false; });
  };
  for (std::size_t i = 0; i + 4 < many; ++i) bring();
  EXPECT_EQ(unknown(), 0);
  for (std::size_t i = 0; i < 6; ++i) bring();
  EXPECT_GT(unknown(), 0);
}

}  // namespace
}  // namespace kith::service::test
