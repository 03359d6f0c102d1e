// Until when, as it is typed: by which clock a day begins and ends.
#include "service/civil_time.hpp"
#include "service/time_text.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

/// The clock here, for as long as this is there.
class ClockHere {
 public:
  explicit ClockHere(const char* rule) {
    if (const auto* before = ::getenv("TZ"); before != nullptr) before_ = before;
    set(rule);
  }
  ~ClockHere() { set(before_ ? before_->c_str() : nullptr); }
  ClockHere(const ClockHere&) = delete;
  ClockHere& operator=(const ClockHere&) = delete;

 private:
  static void set(const char* rule) {
    if (rule == nullptr) {
      ::unsetenv("TZ");
    } else {
      ::setenv("TZ", rule, 1);
    }
    ::tzset();
  }
  std::optional<std::string> before_;
};

class TypedEnds : public OpenFolder {
 protected:
  TypedEnds() : ben(created({in_base("ben"), in_base("bens-state"), "machine one"})) {
    (void)ask({{"command", "meet"},
               {"card", ask(*ben, {{"command", "card"}}).at("card")},
               {"as", "ben"}});
    circle("garden");
  }
  std::string lease(const std::string& until) {
    const auto answer =
        ask({{"command", "include"}, {"circle", "garden"}, {"person", "ben"}, {"until", until}});
    return answer.at("audience").at(0).at("until");
  }

  std::unique_ptr<OpenHome> ben;
};

TEST_F(TypedEnds, a_day_ends_on_the_clock_here) {
  {
    const ClockHere madrid{"Europe/Madrid"};
    EXPECT_EQ(lease("2099-07-05"), "2099-07-05T21:59:59Z");
    EXPECT_EQ(lease("2099-12-05"), "2099-12-05T22:59:59Z");
    EXPECT_EQ(lease("2099-12-05T08:30"), "2099-12-05T07:30:00Z");
    EXPECT_EQ(lease("2099-12-05T08:30:00Z"), "2099-12-05T08:30:00Z");
  }
  // The rule alone, which names no place.
  const ClockHere madrid{"CET-1CEST,M3.5.0,M10.5.0/3"};
  EXPECT_EQ(lease("2099-07-05"), "2099-07-05T21:59:59Z");
  EXPECT_EQ(lease("2099-12-05T08:30"), "2099-12-05T07:30:00Z");
  for (const auto* typed : {"", "soon", "2099-02-30", "2099-12-05T24:00"}) {
    expect_refused(
        {{"command", "include"}, {"circle", "garden"}, {"person", "ben"}, {"until", typed}},
        Status::wrong_usage, "not a time");
  }
}

TEST_F(TypedEnds, a_juncture_ends_with_its_day_too) {
  const ClockHere madrid{"Europe/Madrid"};
  const auto until = [](const Json& answer) { return answer.at("juncture").at("until"); };
  EXPECT_EQ(until(ask({{"command", "juncture"},
                       {"name", "kitchen"},
                       {"until", "2099-07-05"},
                       {"with", {"ben"}}})),
            "2099-07-05T21:59:59Z");
  EXPECT_EQ(until(ask({{"command", "renew"}, {"circle", "kitchen"}, {"until", "2099-12-05"}})),
            "2099-12-05T22:59:59Z");
  EXPECT_EQ(ask({{"command", "read"}, {"circle", "kitchen"}}).back().at("says"),
            "takes part until Sat 5 Dec 2099");
}

TEST_F(TypedEnds, what_is_from_a_day_on_begins_with_it) {
  const ClockHere madrid{"Europe/Madrid"};
  say("garden", "now");
  const auto today = to_text(kinds::day_of(*civil_here(host::wall_now())));
  const auto tomorrow =
      to_text(kinds::day_of(*civil_here(host::wall_now() + std::chrono::days{1})));
  EXPECT_EQ(ask({{"command", "read"}, {"circle", "garden"}, {"since", today}}).size(), 1U);
  EXPECT_EQ(ask({{"command", "read"}, {"circle", "garden"}, {"since", tomorrow}}).size(), 0U);
}

TEST_F(TypedEnds, where_the_clock_names_no_place_an_event_says_whose_clock) {
  const Json event{
      {"command", "event"}, {"circle", "garden"}, {"title", "fair"}, {"at", "2099-07-05T18:00"}};
  const auto with = [&](const char* field, const char* text) {
    auto request = event;
    request[field] = text;
    return request;
  };
  const auto first = [&] { return ask({{"command", "event list"}}).front(); };
  {
    const ClockHere rule{"EST5EDT,M3.2.0,M11.1.0"};
    EXPECT_FALSE(own_zone().has_value());
    expect_refused(event, Status::refused, "--zone");
    EXPECT_EQ(ask({{"command", "event list"}}), Json::array());
    (void)ask(with("at", "2099-07-04"));  // a day is one everywhere
    (void)ask(with("zone", "America/New_York"));
  }
  const ClockHere file{"/usr/share/zoneinfo/Europe/Madrid"};
  EXPECT_EQ(own_zone(), "Europe/Madrid");
  (void)ask(with("at", "2099-01-05T18:00"));
  EXPECT_EQ(first().at("zone"), "Europe/Madrid");
}

}  // namespace
}  // namespace kith::service::test
