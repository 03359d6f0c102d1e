// What a newcomer is helped by: whose card it is, who of those I know may not know each other, whom
// a promise no longer reaches, what was begun in a form, and one question about a copy.
#include <algorithm>
#include <tuple>

#include "base/limits.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

class Newcomer : public OpenFolder {
 protected:
  std::unique_ptr<OpenHome> other(const std::string& name) {
    auto made = created({in_base(name), in_base(name + "-state"), "machine one"});
    const auto card = ask(*made, {{"command", "card"}}).at("card");
    (void)ask({{"command", "meet"}, {"card", card}, {"as", name}});
    const auto mine = ask({{"command", "card"}}).at("card");
    (void)ask(*made, {{"command", "meet"}, {"card", mine}, {"as", "friend"}});
    return made;
  }
  void carry(OpenHome& from, OpenHome& to) {
    const auto file = in_base("bundle-" + std::to_string(bundles++));
    (void)ask(from, {{"command", "bundle write"}, {"file", file}});
    (void)ask(to, {{"command", "bundle read"}, {"file", file}});
  }
  void include(const std::string& name) {
    (void)ask({{"command", "include"}, {"circle", "garden"}, {"person", name}});
  }
  // Both hear me; they know nothing of each other.
  std::pair<std::unique_ptr<OpenHome>, std::unique_ptr<OpenHome>> garden_of_two() {
    auto ben = other("ben");
    auto cem = other("cem");
    circle("garden");
    include("ben");
    include("cem");
    say("garden", "welcome");
    return {std::move(ben), std::move(cem)};
  }
  void join(OpenHome& who) {
    carry(*home, who);
    (void)ask(who, {{"command", "join"}, {"circle", "garden"}});
    (void)ask(who, {{"command", "say"}, {"circle", "garden"}, {"text", "here"}});
    carry(who, *home);
  }
  Json strangers() { return ask({{"command", "who"}, {"circle", "garden"}}).at("strangers"); }

  int bundles = 0;
};

TEST_F(Newcomer, a_card_says_whose_it_is_and_is_not_taken_by_that) {
  const auto ben = created({in_base("ben"), in_base("ben-state"), "machine one"});
  const auto card = ask(*ben, {{"command", "card"}}).at("card");
  const Json look{{"command", "card look"}, {"card", card}};
  const auto seen = ask(look);
  EXPECT_EQ(seen.at("name"), "ana");  // the one that they go by
  EXPECT_EQ(seen.at("person"), ask(*ben, {{"command", "whoami"}}).at("person"));
  EXPECT_EQ(seen.at("known_as"), Json(nullptr));
  EXPECT_EQ(ask({{"command", "contacts"}}), Json::array());
  (void)ask({{"command", "meet"}, {"card", card}, {"as", "ben"}});
  EXPECT_EQ(ask(look).at("known_as"), "ben");
  const auto mine = ask({{"command", "card"}}).at("card");
  expect_refused({{"command", "card look"}, {"card", mine}}, Status::refused, "your own card");
  expect_refused({{"command", "card look"}, {"card", "kith:no"}}, Status::refused, "card");
}

TEST_F(Newcomer, without_a_name_of_mine_they_get_the_one_on_their_card) {
  auto made = OpenHome::create({in_base("eva"), in_base("eva-state"), "machine one"},
                               host::KeyFile{}, "Eva");
  ASSERT_TRUE(made.has_value());
  const auto card = ask(**made, {{"command", "card"}}).at("card");
  EXPECT_EQ(ask({{"command", "meet"}, {"card", card}}).at("name"), "Eva");
  (void)ask({{"command", "rename"}, {"person", "Eva"}, {"name", "my Eva"}});
  const auto again = ask(**made, {{"command", "card"}}).at("card");
  EXPECT_EQ(ask({{"command", "meet"}, {"card", again}}).at("name"), "my Eva");
}

TEST_F(Newcomer, two_who_may_not_know_each_other_are_told_until_one_introduces_them) {
  const auto [ben, cem] = garden_of_two();
  EXPECT_EQ(strangers(), Json::array());  // nobody knows yet whom they include
  join(*ben);
  EXPECT_EQ(strangers(), Json::array());
  join(*cem);
  const auto told = strangers();
  ASSERT_EQ(told.size(), 1U) << told.dump();
  std::vector<std::string> names{told[0][0].at("name"), told[0][1].at("name")};
  std::ranges::sort(names);
  EXPECT_EQ(names, (std::vector<std::string>{"ben", "cem"}));
  (void)ask({{"command", "introduce"}, {"person", "cem"}, {"to", "ben"}});
  EXPECT_EQ(strangers(), Json::array());
  reopen();
  EXPECT_EQ(strangers(), Json::array());
}

TEST_F(Newcomer, who_includes_another_or_did_knows_them) {
  const auto [ben, cem] = garden_of_two();
  const auto card = ask(*cem, {{"command", "card"}}).at("card");
  (void)ask(*ben, {{"command", "meet"}, {"card", card}, {"as", "cem"}});
  join(*cem);
  carry(*home, *ben);
  (void)ask(*ben, {{"command", "join"}, {"circle", "garden"}});
  (void)ask(*ben, {{"command", "include"}, {"circle", "garden"}, {"person", "cem"}});
  (void)ask(*ben, {{"command", "say"}, {"circle", "garden"}, {"text", "to both"}});
  carry(*ben, *home);
  EXPECT_EQ(strangers(), Json::array());
  (void)ask(*ben, {{"command", "part"}, {"circle", "garden"}, {"person", "cem"}});
  (void)ask(*ben, {{"command", "say"}, {"circle", "garden"}, {"text", "to one"}});
  carry(*ben, *home);
  EXPECT_EQ(strangers(), Json::array());  // a parting is no question whether they know each other
}

TEST_F(Newcomer, a_promise_says_to_whom_it_is_made_and_who_hears_no_more) {
  const auto ben = other("ben");
  circle("garden");
  include("ben");
  (void)ask({{"command", "promise"},
             {"circle", "garden"},
             {"text", "the ladder"},
             {"for", Json::array({"ben"})}});
  const auto hears = [&] {
    return ask({{"command", "promises"}, {"circle", "garden"}})[0].at("for")[0].at("hears_you");
  };
  EXPECT_EQ(hears(), true);
  carry(*home, *ben);
  EXPECT_FALSE(ask(*ben, {{"command", "promises"}})[0].at("for")[0].contains("hears_you"));
  (void)ask({{"command", "part"}, {"circle", "garden"}, {"person", "ben"}});
  EXPECT_EQ(hears(), false);
  (void)ask({{"command", "promise"}, {"circle", "ben"}, {"text", "a book"}, {"for", {"ben"}}});
  const auto in_tie = ask({{"command", "promises"}, {"circle", "ben"}})[0];
  EXPECT_EQ(in_tie.at("for")[0].at("hears_you"), true);
}

TEST_F(Newcomer, what_was_begun_in_a_form_waits_beside_the_talk) {
  const auto garden = circle("garden");
  const auto kept = [&](const std::string& form) {
    return ask({{"command", "draft"}, {"circle", garden}, {"form", form}});
  };
  ask({{"command", "draft keep"}, {"circle", garden}, {"text", "half a word"}});
  ask({{"command", "draft keep"}, {"circle", garden}, {"form", "bring"}, {"text", "half a text"}});
  reopen();
  EXPECT_EQ(kept("").at("text"), "half a word");
  EXPECT_EQ(kept("bring").at("text"), "half a text");
  EXPECT_EQ(kept("event"), Json::object());
  ask({{"command", "draft keep"}, {"circle", garden}, {"form", "bring"}, {"text", ""}});
  EXPECT_EQ(kept("bring"), Json::object());
  EXPECT_EQ(kept("").at("text"), "half a word");
  for (const auto size : {limits::form_name_bytes_max - 1, limits::form_name_bytes_max}) {
    ask({{"command", "draft"}, {"circle", garden}, {"form", std::string(size, 'x')}});
  }
  const std::string too_long(limits::form_name_bytes_max + 1, 'x');
  expect_refused({{"command", "draft"}, {"circle", garden}, {"form", too_long}},
                 Status::wrong_usage, "128 bytes");
}

TEST_F(Newcomer, what_was_begun_in_a_form_of_no_circle_yet_waits_too) {
  const auto garden = circle("garden");
  ask({{"command", "draft keep"}, {"form", "juncture"}, {"text", "half a plan"}});
  reopen();
  EXPECT_EQ(ask({{"command", "draft"}, {"form", "juncture"}}).at("text"), "half a plan");
  EXPECT_EQ(ask({{"command", "draft"}, {"circle", garden}, {"form", "juncture"}}), Json::object());
  expect_refused({{"command", "draft"}}, Status::wrong_usage, "circle");
}

TEST_F(Newcomer, where_something_is_unread_is_told_until_it_is_read) {
  const auto [ben, cem] = garden_of_two();
  const auto unread = [](OpenHome& who) {
    std::vector<std::string> where;
    for (const auto& talk : ask(who, {{"command", "unread"}})) {
      where.push_back((talk.at("tie_with").is_null() ? "" : "tie with ") +
                      talk.at("circle").get<std::string>());
    }
    return where;
  };
  using Where = std::vector<std::string>;
  EXPECT_EQ(unread(*home), Where{}) << "what I said myself";
  carry(*home, *ben);
  EXPECT_EQ(unread(*ben), Where{"garden"});
  EXPECT_EQ(unread(*ben), Where{"garden"}) << "being told is no reading";
  (void)ask(*ben, {{"command", "read"}, {"circle", "garden"}});
  EXPECT_EQ(unread(*ben), Where{});
  (void)ask(*ben, {{"command", "join"}, {"circle", "garden"}});
  carry(*ben, *home);
  EXPECT_EQ(unread(*home), Where{}) << "including somebody says nothing";
  (void)ask(*ben, {{"command", "say"}, {"circle", "garden"}, {"text", "here"}});
  (void)ask(*ben, {{"command", "say"}, {"circle", "friend"}, {"text", "between us"}});
  carry(*ben, *home);
  EXPECT_EQ(unread(*home), (Where{"garden", "tie with ben"}));
  (void)ask({{"command", "mute"}, {"person", "ben"}, {"circle", "garden"}});
  EXPECT_EQ(unread(*home), Where{"tie with ben"});
  reopen();
  (void)ask({{"command", "read"}, {"circle", "ben"}});
  EXPECT_EQ(unread(*home), Where{});
}

TEST_F(Newcomer, who_is_not_seen_takes_no_place_among_the_last) {
  const auto [ben, cem] = garden_of_two();
  carry(*home, *ben);
  (void)ask(*ben, {{"command", "join"}, {"circle", "garden"}});
  say("garden", "mine, of water");
  for (int i = 0; i < 9; ++i) {
    (void)ask(*ben, {{"command", "say"}, {"circle", "garden"}, {"text", "theirs, of water"}});
  }
  carry(*ben, *home);
  const Json last{{"command", "read"}, {"circle", "garden"}, {"last", 2U}};
  const Json found{{"command", "search"}, {"words", "water"}, {"last", 1U}};
  EXPECT_EQ(ask(last).back().at("text"), "theirs, of water");
  (void)ask({{"command", "mute"}, {"person", "ben"}, {"circle", "garden"}});
  ASSERT_EQ(ask(last).size(), 2U);
  EXPECT_EQ(ask(last).back().at("text"), "mine, of water");
  ASSERT_EQ(ask(found).at("entries").size(), 1U);
  EXPECT_EQ(ask(found).at("entries").back().at("text"), "mine, of water");
  auto since = last;
  since["since"] = "2000-01-01";
  EXPECT_EQ(ask(since), ask(last));
}

TEST_F(Newcomer, what_is_on_its_way_is_not_told_to_be_forgotten_in_any_view) {
  const auto [ben, cem] = garden_of_two();
  for (const auto& [one, other, name] :
       {std::tuple{ben.get(), cem.get(), "ben"}, std::tuple{cem.get(), ben.get(), "cem"}}) {
    const auto card = ask(*one, {{"command", "card"}}).at("card");
    (void)ask(*other, {{"command", "meet"}, {"card", card}, {"as", name}});
  }
  const Json in_garden{{"circle", "garden"}, {"text", "water"}, {"title", "water"}};
  std::vector<std::string> ids;
  for (auto request :
       {Json{{"command", "propose"}}, Json{{"command", "ask"}}, Json{{"command", "promise"}},
        Json{{"command", "event"}, {"at", "2099-03-05"}}}) {
    request.update(in_garden);
    ids.push_back(ask(request).at("id"));
  }
  carry(*home, *ben);
  for (const auto& id : ids) (void)ask(*ben, {{"command", "forget"}, {"id", id}});
  carry(*ben, *cem);
  for (const auto* list : {"proposals", "asks", "promises", "event list"}) {
    const Json request{{"command", list}, {"circle", "garden"}};
    for (const auto& [who, wanted] : {std::pair{ben.get(), false}, std::pair{cem.get(), true}}) {
      const auto all = ask(*who, request);
      ASSERT_EQ(all.size(), 1U) << list;
      EXPECT_EQ(all.front().at("wanted"), wanted) << list;
    }
  }
  const Json look{{"command", "proposal"}, {"id", ids.front()}};
  EXPECT_EQ(ask(*cem, look).at("title"), "(not here yet)");
  EXPECT_EQ(ask(*cem, look).at("versions").front().at("wanted"), true);
  EXPECT_EQ(ask(*ben, look).at("title"), "(forgotten)");
}

TEST_F(Newcomer, what_its_carrier_had_forgotten_is_told_to_be_on_its_way) {
  const auto [ben, cem] = garden_of_two();
  for (const auto& [one, other, name] :
       {std::tuple{ben.get(), cem.get(), "ben"}, std::tuple{cem.get(), ben.get(), "cem"}}) {
    const auto card = ask(*one, {{"command", "card"}}).at("card");
    (void)ask(*other, {{"command", "meet"}, {"card", card}, {"as", name}});
  }
  const auto only = [](OpenHome& who) {
    const auto all = ask(who, {{"command", "read"}, {"circle", "garden"}});
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? Json::object() : all.front();
  };
  carry(*home, *ben);
  EXPECT_EQ(only(*ben).at("text"), "welcome");
  const Json forget{{"command", "forget"}, {"id", only(*ben).at("id")}};
  (void)ask(*ben, forget);
  EXPECT_EQ(only(*ben).at("forgotten"), true);
  EXPECT_EQ(only(*ben).at("wanted"), false) << "I forgot it myself";
  carry(*ben, *cem);
  EXPECT_EQ(only(*cem).at("text"), "");
  EXPECT_EQ(only(*cem).at("forgotten"), true);
  EXPECT_EQ(only(*cem).at("wanted"), true);
  (void)ask(*cem, forget);
  EXPECT_EQ(only(*cem).at("wanted"), false) << "nobody is asked for it any more";
}

TEST_F(Newcomer, a_copy_is_asked_for_once_and_only_who_comes_back_is_asked) {
  const auto asks = [&] { return ask({{"command", "today"}}).at("copy"); };
  const auto come_back = [&] { ask({{"command", "today"}, {"mark", true}}); };
  come_back();
  EXPECT_EQ(asks(), false);  // nobody is known yet
  const auto ben = other("ben");
  EXPECT_EQ(asks(), true);
  ask({{"command", "backup not"}});
  reopen();
  EXPECT_EQ(asks(), false);
}

TEST_F(Newcomer, whoever_made_a_copy_is_not_asked_for_one) {
  const auto ben = other("ben");
  EXPECT_EQ(ask({{"command", "today"}}).at("copy"), false);  // on the first evening
  ask({{"command", "today"}, {"mark", true}});
  EXPECT_EQ(ask({{"command", "today"}}).at("copy"), true);
  ask({{"command", "backup"}, {"file", in_base("copy")}, {"passphrase", "a few odd words"}});
  EXPECT_EQ(ask({{"command", "today"}}).at("copy"), false);
}

TEST_F(Newcomer, of_what_repeats_the_times_after_the_next_are_told) {
  circle("garden");
  const Json soup{{"command", "event"},       {"circle", "garden"}, {"title", "Soup"},
                  {"at", "2098-03-01T18:00"}, {"zone", "Etc/UTC"},  {"repeat", "weekly"}};
  (void)ask(soup);
  const auto then = ask({{"command", "event list"}})[0].at("then");
  ASSERT_EQ(then.size(), 3U);
  EXPECT_EQ(then[0].at("day"), "2098-03-08");
  EXPECT_EQ(then[2].at("day"), "2098-03-22");
}

}  // namespace
}  // namespace kith::service::test
