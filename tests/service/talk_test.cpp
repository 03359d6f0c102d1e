// What is said as the page asks for it: pages of a long talk, who would hear, what was begun; and
// what is new, for a home with a contact. What sync brings is tests/people's and tests/scripts'.
#include "host/clock.hpp"
#include "service/requests.hpp"
#include "service/time_text.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

using Texts = std::vector<std::string>;

class Talk : public OpenFolder {
 protected:
  Talk() : other_place(place_of("other")), other(created(other_place)) {
    const auto card = ask(*other, {{"command", "card"}}).at("card");
    ben = ask({{"command", "meet"}, {"card", card}, {"as", "ben"}}).at("person");
    garden = circle("garden");
  }
  static Texts texts(const Json& entries) {
    Texts all;
    for (const auto& entry : entries) all.push_back(entry.at("text"));
    return all;
  }
  static Texts names(const Json& people) {
    Texts all;
    for (const auto& person : people) all.push_back(person.at("name"));
    return all;
  }
  void include(const std::string& person) {
    ask({{"command", "include"}, {"circle", "garden"}, {"person", person}});
  }

  host::HomePlace other_place;
  std::unique_ptr<OpenHome> other;
  std::string ben;
  std::string garden;
};

TEST_F(Talk, is_read_page_by_page_to_its_beginning_and_nothing_twice) {
  Texts said;
  for (int i = 0; i < 23; ++i) {
    said.push_back("word " + std::to_string(i));
    say("garden", said.back());
  }
  Texts read;
  Json page = ask({{"command", "read"}, {"circle", garden}, {"last", 5U}});
  while (!page.empty()) {
    const auto words = texts(page);
    read.insert(read.begin(), words.begin(), words.end());
    const auto before = page.front().at("id");
    page = ask({{"command", "read"}, {"circle", garden}, {"last", 5U}, {"before", before}});
  }
  EXPECT_EQ(read, said);
  expect_refused({{"command", "read"}, {"circle", garden}, {"before", "zz"}}, Status::refused,
                 "not the id");
}

TEST_F(Talk, is_read_forward_page_by_page_to_its_end_and_nothing_twice) {
  Texts said;
  for (int i = 0; i < 23; ++i) {
    said.push_back("word " + std::to_string(i));
    say("garden", said.back());
  }
  circle("kitchen");
  const auto elsewhere = say("kitchen", "of another circle");
  const Json all = ask({{"command", "read"}, {"circle", garden}});
  for (const std::size_t count : {1U, 2U, 5U, 22U, 23U, 100U}) {
    Texts read{said.front()};
    Json at = all.front().at("id");
    for (std::size_t pages = 0; pages <= said.size(); ++pages) {
      const auto page =
          ask({{"command", "read"}, {"circle", garden}, {"last", count}, {"after", at}});
      if (page.empty()) break;
      EXPECT_LE(page.size(), count);
      for (const auto& entry : page) read.push_back(entry.at("text"));
      at = page.back().at("id");
    }
    EXPECT_EQ(read, said) << count;
  }
  const Json request{{"command", "read"}, {"circle", garden}, {"after", all.at(20).at("id")}};
  EXPECT_EQ(texts(ask(request)), (Texts{"word 21", "word 22"}));
  expect_refused({{"command", "read"}, {"circle", garden}, {"after", "zz"}}, Status::refused,
                 "not the id");
  expect_refused({{"command", "read"}, {"circle", garden}, {"after", elsewhere}}, Status::refused,
                 "no such entry");
  auto both = request;
  both["before"] = all.back().at("id");
  expect_refused(both, Status::wrong_usage, "one of");
}

TEST_F(Talk, says_before_saying_who_would_hear_and_who_would_not) {
  const auto before = say("garden", "to nobody");
  include("ben");
  auto told = ask({{"command", "hearers"}, {"circle", "garden"}});
  EXPECT_EQ(names(told.at("audience")), Texts{"ben"});
  EXPECT_EQ(told.at("left_out"), Json::array());
  EXPECT_EQ(told.at("aside"), false);

  told = ask({{"command", "hearers"}, {"circle", "garden"}, {"answers", {before}}});
  EXPECT_EQ(told.at("audience"), Json::array());
  EXPECT_EQ(names(told.at("all")), Texts{"ben"});
  EXPECT_EQ(told.at("left_out").at(0).at("person"), ben);
  EXPECT_EQ(told.at("left_out").at(0).at("why"), "does_not_hear_it");
  EXPECT_EQ(told.at("aside"), true);

  told = ask({{"command", "hearers"}, {"circle", "garden"}, {"to", Json::array()}});
  EXPECT_EQ(told.at("left_out").at(0).at("why"), "not_named");
}

TEST_F(Talk, what_was_begun_waits_for_its_end) {
  EXPECT_EQ(ask({{"command", "draft"}, {"circle", garden}}), Json::object());
  const auto question = say("garden", "beans?");
  include("ben");
  ask({{"command", "draft keep"},
       {"circle", garden},
       {"text", "yes, and"},
       {"answers", {question}},
       {"to", {ben}}});
  ask({{"command", "draft keep"}, {"circle", ben}, {"text", "for you alone"}});
  reopen();
  const auto kept = ask({{"command", "draft"}, {"circle", garden}});
  EXPECT_EQ(kept.at("text"), "yes, and");
  EXPECT_EQ(kept.at("answers"), Json::array({question}));
  EXPECT_EQ(kept.at("to"), Json::array({ben}));
  EXPECT_EQ(ask({{"command", "draft"}, {"circle", ben}}).at("to"), nullptr);
  ask({{"command", "draft keep"}, {"circle", garden}, {"text", ""}});
  EXPECT_EQ(ask({{"command", "draft"}, {"circle", garden}}), Json::object());
  EXPECT_EQ(texts(ask({{"command", "read"}, {"circle", garden}})), Texts{"beans?"});
  expect_refused(
      {{"command", "draft keep"}, {"circle", garden}, {"text", std::string(70'000, 'x')}},
      Status::refused, "say it in parts");
}

TEST_F(Talk, with_one_person_is_their_tie) {
  ask({{"command", "say"}, {"circle", "ben"}, {"text", "are you there"}});
  const auto entries = ask({{"command", "read"}, {"circle", ben}});
  ASSERT_EQ(texts(entries), Texts{"are you there"});
  EXPECT_EQ(entries.at(0).at("circle"), "ben");
  EXPECT_EQ(entries.at(0).at("tie_with"), ben);
  EXPECT_EQ(names(entries.at(0).at("audience")), Texts{"ben"});
  EXPECT_EQ(ask({{"command", "circles"}}).size(), 1U);
  // A circle of that name comes first; a tie is no circle to include anybody in.
  circle("ben");
  EXPECT_EQ(ask({{"command", "read"}, {"circle", "ben"}}), Json::array());
  expect_refused({{"command", "include"}, {"circle", ben}, {"person", "ben"}}, Status::refused,
                 "no circle");
}

TEST_F(Talk, entries_are_found_by_their_ids_and_what_is_not_here_is_not_shown) {
  const auto one = say("garden", "one");
  const auto found =
      ask({{"command", "entry"}, {"ids", {one, std::string(32, 'a'), 7, one.substr(0, 20)}}});
  EXPECT_EQ(texts(found), (Texts{"one", "one"}));
  EXPECT_EQ(found.at(0).at("circle_id"), garden);
  expect_refused({{"command", "entry"}}, Status::wrong_usage, "ids");
}

TEST_F(Talk, notes_are_mine_and_the_newest_counts) {
  EXPECT_EQ(ask({{"command", "note"}, {"person", "ben"}}).at("text"), "");
  ask({{"command", "note keep"}, {"person", "ben"}, {"text", "brings seeds"}});
  ask({{"command", "note keep"}, {"person", ben}, {"text", "brings seeds,\nleaves early"}});
  reopen();
  EXPECT_EQ(ask({{"command", "note"}, {"person", "ben"}}).at("text"),
            "brings seeds,\nleaves early");
  EXPECT_EQ(ask({{"command", "contacts"}}).at(0).at("note"), "brings seeds,\nleaves early");
  ask({{"command", "note keep"}, {"person", "ben"}, {"text", std::string(1024, 'x')}});
  expect_refused({{"command", "note keep"}, {"person", "ben"}, {"text", std::string(1025, 'x')}},
                 Status::refused, "1024 bytes");
  EXPECT_EQ(ask({{"command", "note"}, {"person", "ben"}}).at("text"), std::string(1024, 'x'));
}

TEST_F(Talk, a_juncture_that_was_left_has_no_end_of_mine_to_be_told) {
  const auto soon = to_text(host::wall_now() + std::chrono::hours{48});
  ask({{"command", "juncture"}, {"name", "kitchen"}, {"until", soon}, {"with", {"ben"}}});
  ASSERT_EQ(ask({{"command", "today"}}).at("junctures").size(), 1U);
  ask({{"command", "leave"}, {"circle", "kitchen"}});
  EXPECT_EQ(ask({{"command", "today"}}).at("junctures"), Json::array());
}

TEST_F(Talk, today_tells_what_waits_and_remembers_that_it_was_looked_at) {
  auto today = ask({{"command", "today"}});
  EXPECT_EQ(today.at("since"), nullptr);
  EXPECT_EQ(today.at("said"), Json::array());
  const auto soon = host::wall_now() + std::chrono::hours{30};
  ask({{"command", "include"}, {"circle", garden}, {"person", ben}, {"until", to_text(soon)}});
  today = ask({{"command", "today"}, {"mark", true}});
  ASSERT_EQ(today.at("leases").size(), 1U);
  EXPECT_EQ(today.at("leases").at(0).at("name"), "ben");
  EXPECT_EQ(today.at("leases").at(0).at("mine"), true);
  EXPECT_EQ(today.at("leases").at(0).at("circle_id"), garden);
  reopen();
  EXPECT_EQ(ask({{"command", "today"}}).at("since"), today.at("now"));
}

TEST_F(Talk, a_circle_takes_another_name_of_mine) {
  circle("band");
  const auto renamed = ask({{"command", "circle rename"}, {"circle", garden}, {"name", "beds"}});
  EXPECT_EQ(renamed.at("name"), "beds");
  EXPECT_EQ(renamed.at("circle"), garden);
  expect_refused({{"command", "circle rename"}, {"circle", garden}, {"name", "band"}},
                 Status::refused, "already use that name");
}

TEST_F(Talk, ways_and_the_picture_of_who_hears_whom_name_people_by_id_too) {
  include("ben");
  const auto who = ask({{"command", "who"}, {"circle", garden}});
  EXPECT_EQ(who.at("me"), ask({{"command", "whoami"}}).at("person"));
  EXPECT_EQ(who.at("hears").at(0).at("speaker_id"), who.at("me"));
  EXPECT_EQ(who.at("hears").at(0).at("hearer_id"), ben);
  const auto ways = ask({{"command", "ways"}});
  EXPECT_EQ(ways.at("people").at(0).at("person"), ben);
  EXPECT_EQ(ways.at("people").at(0).at("last_synced"), nullptr);
}

}  // namespace
}  // namespace kith::service::test
