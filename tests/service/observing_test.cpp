// Notes on how promises went: kept, counted, gone after two years, wiped, and in no export that did
// not ask for them.
#include <sys/resource.h>

#include <array>
#include <csignal>

#include "base/limits.hpp"
#include "host/clock.hpp"
#include "service/names.hpp"
#include "service/thing_named.hpp"
#include "service/time_text.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

class Observing : public OpenFolder {
 protected:
  Observing() {
    know("cem");
    know("ben");
  }
  void know(const std::string& name) {
    auto theirs = created(place_of("home of " + name));
    const auto card = ask(*theirs, {{"command", "card"}}).at("card");
    ask({{"command", "meet"}, {"card", card}, {"as", name}});
    homes.push_back(std::move(theirs));
  }
  void note(const std::string& who, const std::string& went, const std::string& tag,
            int days_ago = 1) {
    const auto at = host::wall_now() - std::chrono::hours{24 * days_ago};
    ask({{"command", "observe"},
         {"person", who},
         {"went", went},
         {"tags", {tag}},
         {"at", to_text(at)}});
  }
  // As they were kept when it was that day; nobody notes it so today.
  void noted_long_ago(const std::string& who, int days_ago) {
    const auto person = person_named(*home, who);
    ASSERT_TRUE(person.has_value());
    const auto now = host::wall_now();
    const kinds::Observation body{*person, 1, now - std::chrono::days{days_ago}, {}, {}, {}};
    ASSERT_TRUE(home->carry_out(home->node().keep(body, now)).has_value());
  }
  std::size_t kept() {
    EXPECT_TRUE(home->place_all().has_value());
    const auto circle = home->node().strands().number_of(home->node().identity().self_circle);
    const std::array kinds{kinds::KindNumber::observation};
    auto found = things_of(*home).of_kinds(*circle, kinds);
    EXPECT_TRUE(found.has_value());
    std::erase_if(*found, [](const kinds::Seen& seen) { return seen.forgotten; });
    return found->size();
  }
  Json pattern(const std::string& who) { return ask({{"command", "pattern"}, {"person", who}}); }

  std::vector<std::unique_ptr<OpenHome>> homes;
};

TEST_F(Observing, counts_first_and_says_more_only_where_there_is_more) {
  note("ben", "came through", "rides");
  EXPECT_TRUE(pattern("ben").at("by_tag").front().at("next").is_null());
  note("ben", "late", "rides", 2);
  const auto rides = pattern("ben").at("by_tag").front();
  EXPECT_EQ(rides.at("came_through"), 1);
  EXPECT_EQ(rides.at("of"), 2);
  EXPECT_EQ(rides.at("next").at("of"), 10);
  EXPECT_EQ(pattern("ben").at("by_weekday").size(), 2U);
  EXPECT_EQ(pattern("cem").at("notes"), 0);
}

TEST_F(Observing, takes_no_note_of_a_day_that_is_to_come) {
  Json request{{"command", "observe"}, {"person", "ben"}, {"went", "late"}};
  request["at"] = to_text(host::wall_now() + std::chrono::days{2});
  expect_refused(request, Status::refused, "yet to come");
  EXPECT_EQ(pattern("ben").at("notes"), 0);
  // Today began elsewhere, and is over nowhere: it is now.
  request["at"] = to_text(host::wall_now() + std::chrono::hours{9});
  ask(request);
  const auto group = pattern("ben").at("by_tag").front();
  EXPECT_EQ(group.at("of"), 1);
  EXPECT_LE(group.at("strip").front().at("at").get<std::string>(), to_text(host::wall_now()));
}

TEST_F(Observing, lists_people_by_name_however_it_went) {
  for (int i = 1; i < 9; ++i) note("cem", "came through", "rides", i);
  for (int i = 1; i < 9; ++i) note("ben", "not", "rides", i);
  const auto list = ask({{"command", "came through"}, {"tag", "rides"}});
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].at("name"), "ben");
  EXPECT_EQ(list[1].at("name"), "cem");
  EXPECT_EQ(ask({{"command", "came through"}, {"tag", "meals"}}).size(), 0U);
}

TEST_F(Observing, counts_a_promise_once_as_it_was_noted_last) {
  auto& ben = *homes.back();
  const auto mine = ask({{"command", "card"}}).at("card");
  (void)ask(ben, {{"command", "meet"}, {"card", mine}, {"as", "friend"}});
  (void)ask(ben, {{"command", "circle new"}, {"name", "garden"}});
  (void)ask(ben, {{"command", "include"}, {"circle", "garden"}, {"person", "friend"}});
  const Json promise{
      {"command", "promise"}, {"circle", "garden"}, {"text", "The van."}, {"tags", {"rides"}}};
  const auto id = ask(ben, promise).at("id");
  (void)ask(ben, {{"command", "bundle write"}, {"file", in_base("bundle")}});
  ask({{"command", "bundle read"}, {"file", in_base("bundle")}});

  ask({{"command", "observe"}, {"id", id}, {"went", "not"}});
  ask({{"command", "observe"}, {"id", id}, {"went", "late"}});
  const auto rides = pattern("ben").at("by_tag").front();
  EXPECT_EQ(rides.at("of"), 1);
  EXPECT_EQ(rides.at("strip").front().at("went"), "late");
  const auto noted = ask({{"command", "observing"}}).at("of_promises");
  ASSERT_EQ(noted.size(), 1U);
  EXPECT_EQ(noted.front().at("promise"), id);
  EXPECT_EQ(noted.front().at("went"), "late");
}

TEST_F(Observing, goes_after_two_years) {
  noted_long_ago("ben", 3 * 365);
  note("ben", "late", "rides", 1);
  EXPECT_EQ(pattern("ben").at("notes"), 1);
  reopen();
  EXPECT_EQ(ask({{"command", "observing"}}).at("notes"), 1);
}

TEST_F(Observing, goes_on_the_day_of_its_age_and_not_a_day_before) {
  const auto days = static_cast<int>(limits::observation_age_max / std::chrono::hours{24});
  noted_long_ago("ben", days - 1);
  noted_long_ago("ben", days);
  noted_long_ago("ben", days + 1);
  EXPECT_EQ(kept(), 3U);
  ask({{"command", "today"}});
  EXPECT_EQ(kept(), 1U);
}

TEST_F(Observing, goes_also_where_nobody_looks_at_notes) {
  noted_long_ago("ben", 3 * 365);
  EXPECT_EQ(kept(), 1U);
  ask({{"command", "today"}});
  EXPECT_EQ(kept(), 0U);
}

// A disk without room: no file of this process grows, or is written to at all.
class NoRoom {
 public:
  NoRoom() {
    before_ = ::signal(SIGXFSZ, SIG_IGN);
    EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &room_), 0);
    const rlimit none{0, room_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &none), 0);
  }
  ~NoRoom() {
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &room_), 0);
    (void)::signal(SIGXFSZ, before_);
  }
  NoRoom(const NoRoom&) = delete;
  NoRoom& operator=(const NoRoom&) = delete;

 private:
  rlimit room_{};
  void (*before_)(int){};
};

TEST_F(Observing, goes_another_time_where_there_is_no_room_to_write_that_it_went) {
  note("ben", "late", "rides", 1);
  noted_long_ago("ben", 3 * 365);
  noted_long_ago("cem", 3 * 365);
  ASSERT_EQ(kept(), 3U);
  {
    const NoRoom here;
    EXPECT_TRUE(ask({{"command", "today"}}).contains("said"));
    EXPECT_EQ(pattern("ben").at("notes"), 1);
    EXPECT_EQ(pattern("cem").at("notes"), 0);
    EXPECT_FALSE(handle(*home, {{"command", "wipe notes"}, {"person", "cem"}}).has_value());
  }
  EXPECT_EQ(kept(), 3U);
  ask({{"command", "today"}});
  EXPECT_EQ(kept(), 1U);
}

TEST_F(Observing, takes_no_note_that_would_go_at_once) {
  Json request{{"command", "observe"}, {"person", "ben"}, {"went", "late"}, {"at", "2001-02-03"}};
  expect_refused(request, Status::refused, "two years ago");
  EXPECT_EQ(pattern("ben").at("notes"), 0);
}

TEST_F(Observing, keeps_the_note_on_a_promise_by_a_day_long_gone) {
  auto& ben = *homes.back();
  const auto mine = ask({{"command", "card"}}).at("card");
  (void)ask(ben, {{"command", "meet"}, {"card", mine}, {"as", "friend"}});
  const Json promise{
      {"command", "promise"}, {"circle", "friend"}, {"text", "The van."}, {"by", "2001-02-03"}};
  const auto id = ask(ben, promise).at("id");
  (void)ask(ben, {{"command", "bundle write"}, {"file", in_base("bundle")}});
  ask({{"command", "bundle read"}, {"file", in_base("bundle")}});
  ask({{"command", "observe"}, {"id", id}, {"went", "not"}});
  EXPECT_EQ(pattern("ben").at("notes"), 1);
}

TEST_F(Observing, is_switched_off_and_wiped) {
  note("ben", "late", "rides");
  note("cem", "late", "rides");
  EXPECT_EQ(ask({{"command", "observing"}, {"on", false}}).at("on"), false);
  expect_refused({{"command", "observe"}, {"person", "ben"}, {"went", "late"}}, Status::refused,
                 "keep no such notes");
  EXPECT_EQ(ask({{"command", "wipe notes"}, {"person", "cem"}}).at("wiped"), 1);
  EXPECT_EQ(pattern("ben").at("notes"), 1);
  EXPECT_EQ(ask({{"command", "wipe notes"}}).at("wiped"), 1);
  reopen();
  EXPECT_EQ(ask({{"command", "observing"}}).at("notes"), 0);
  EXPECT_EQ(ask({{"command", "observing"}}).at("on"), false);
}

TEST_F(Observing, is_in_no_export_that_did_not_ask) {
  note("ben", "late", "a certain tag");
  const auto exported = [&](const std::string& name, const Json& more) {
    Json request{{"command", "export"}, {"folder", in_base(name)}};
    request.update(more);
    ask(request);
    std::size_t found = 0;
    std::size_t logs = 0;
    for (const auto& file : fs::recursive_directory_iterator{in_base(name)}) {
      if (!file.is_regular_file()) continue;
      found += read_file(file.path()).find("a certain tag") != std::string::npos ? 1 : 0;
      logs += file.path().extension() == ".range" ? 1 : 0;
    }
    return std::pair{found, logs};
  };
  EXPECT_EQ(exported("plain", Json::object()).first, 0U);
  const auto with_logs = exported("logs", {{"logs", true}});
  EXPECT_EQ(with_logs.first, 0U);
  const auto with_both = exported("both", {{"logs", true}, {"notes", true}});
  EXPECT_EQ(with_both.first, 1U);
  EXPECT_GT(with_both.second, with_logs.second);  // those of my own devices
}

}  // namespace
}  // namespace kith::service::test
