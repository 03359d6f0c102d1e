// Who hears whom as it is told to people: as of when another's row is known, whom I do not wish to
// see, which of two stories a thing belongs to.
#include "service/time_text.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

class Who : public OpenFolder {
 protected:
  Who() : ben(created(bens_place())) {
    const auto mine = ask({{"command", "card"}}).at("card");
    const auto bens = ask(*ben, {{"command", "card"}}).at("card");
    (void)ask({{"command", "meet"}, {"card", bens}, {"as", "ben"}});
    (void)ask(*ben, {{"command", "meet"}, {"card", mine}, {"as", "friend"}});
    (void)ask(*ben, {{"command", "circle new"}, {"name", "garden"}});
    (void)ask(*ben, {{"command", "include"}, {"circle", "garden"}, {"person", "friend"}});
  }
  // With marks of its own, so that they can be put back.
  [[nodiscard]] host::HomePlace bens_place() const {
    return {in_base("ben"), in_base("bens-state"), "machine one"};
  }
  std::string say_as_ben(const std::string& text) {
    return ask(*ben, {{"command", "say"}, {"circle", "garden"}, {"text", text}}).at("id");
  }
  void carry() {
    const auto file = in_base("bundle-" + std::to_string(bundles++));
    (void)ask(*ben, {{"command", "bundle write"}, {"file", file}});
    (void)ask({{"command", "bundle read"}, {"file", file}});
  }
  Json members() { return ask({{"command", "who"}, {"circle", "garden"}}).at("people"); }
  Json bens_row() {
    for (const auto& one : members()) {
      if (one.at("name") == "ben") return one;
    }
    return {};
  }
  Json read() { return ask({{"command", "read"}, {"circle", "garden"}}); }
  static Json with_text(const Json& entries, const std::string& text) {
    for (const auto& entry : entries) {
      if (entry.at("text") == text) return entry;
    }
    ADD_FAILURE() << text;
    return {};
  }

  std::unique_ptr<OpenHome> ben;
  int bundles = 0;
};

TEST_F(Who, anothers_row_is_known_as_of_when_they_last_spoke_there) {
  say_as_ben("first");
  carry();
  EXPECT_EQ(bens_row().at("as_of"), with_text(read(), "first").at("time"));
  say_as_ben("second");
  EXPECT_EQ(bens_row().at("as_of"), with_text(read(), "first").at("time"));
  carry();
  EXPECT_EQ(bens_row().at("as_of"), with_text(read(), "second").at("time"));
  for (const auto& one : members()) {
    EXPECT_EQ(one.at("as_of").is_null(), one.at("me") == true) << one.dump();
  }
}

TEST_F(Who, whom_i_do_not_wish_to_see_is_told_beside_whom_i_hear) {
  say_as_ben("first");
  carry();
  const auto muted = [&] { return ask({{"command", "circles"}})[0].at("muted"); };
  EXPECT_EQ(muted(), Json::array());
  EXPECT_EQ(bens_row().at("muted"), false);
  (void)ask({{"command", "mute"}, {"person", "ben"}, {"circle", "garden"}});
  EXPECT_EQ(bens_row().at("muted"), true);
  ASSERT_EQ(muted().size(), 1U);
  EXPECT_EQ(muted()[0].at("name"), "ben");
}

TEST_F(Who, whom_i_muted_takes_nobodys_place_where_i_read_on) {
  say_as_ben("his first");
  carry();
  const auto first = read().at(0).at("id");
  say("garden", "mine");
  for (int i = 0; i < 9; ++i) say_as_ben("more");
  carry();
  say("garden", "mine again");
  (void)ask({{"command", "mute"}, {"person", "ben"}});
  Json on{{"command", "read"}, {"circle", "garden"}, {"after", first}, {"last", 2U}};
  EXPECT_EQ(texts(ask(on)), (std::vector<std::string>{"mine", "mine again"}));
  on["muted"] = true;
  EXPECT_EQ(texts(ask(on)), (std::vector<std::string>{"mine", "more"}));
}

TEST_F(Who, unmuting_says_where_one_is_muted_still) {
  say_as_ben("first");
  carry();
  const auto unmute = [&](Json where) {
    where.update({{"command", "unmute"}, {"person", "ben"}});
    return ask(where);
  };
  (void)ask({{"command", "mute"}, {"person", "ben"}, {"circle", "garden"}});
  (void)ask({{"command", "mute"}, {"person", "ben"}});
  EXPECT_EQ(unmute(Json::object()).at("still_muted_in"), Json::array({"garden"}));
  (void)ask({{"command", "mute"}, {"person", "ben"}});
  EXPECT_EQ(unmute({{"circle", "garden"}}).at("still_muted"), true);
  EXPECT_EQ(unmute(Json::object()).at("still_muted"), false);
  EXPECT_EQ(unmute(Json::object()).at("still_muted_in"), Json::array());
}

TEST_F(Who, two_people_are_introduced_and_not_one_to_themself) {
  expect_refused({{"command", "introduce"}, {"person", "ben"}, {"to", "ben"}}, Status::wrong_usage,
                 "name two people");
}

TEST_F(Who, what_is_unread_is_counted_unless_nobody_asks) {
  say_as_ben("first");
  carry();
  EXPECT_EQ(ask({{"command", "circles"}})[0].at("unread"), 1);
  EXPECT_FALSE(ask({{"command", "circles"}, {"uncounted", true}})[0].contains("unread"));
}

TEST_F(Who, whom_another_included_and_includes_no_more_is_told_but_not_whose_time_ended) {
  std::vector<std::unique_ptr<OpenHome>> others;
  for (const std::string name : {"zed", "kim"}) {
    others.push_back(created({in_base(name), in_base(name + "-state"), "machine one"}));
    const auto card = ask(*others.back(), {{"command", "card"}}).at("card");
    (void)ask(*ben, {{"command", "meet"}, {"card", card}, {"as", name}});
  }
  const auto of_garden = [](Json request) {
    request["circle"] = "garden";
    return request;
  };
  const auto no_longer = [&] {
    carry();
    return ask({{"command", "who"}, {"circle", "garden"}}).at("no_longer");
  };
  (void)ask(*ben, of_garden({{"command", "include"}, {"person", "zed"}}));
  (void)ask(*ben, of_garden({{"command", "include"}, {"person", "kim"}, {"until", "2099-01-01"}}));
  say_as_ben("to all three");
  EXPECT_EQ(no_longer(), Json::array());
  (void)ask(*ben, of_garden({{"command", "part"}, {"person", "kim"}}));
  (void)ask(*ben, of_garden({{"command", "part"}, {"person", "zed"}}));
  EXPECT_EQ(no_longer(), Json::array());  // nothing of it was written there yet
  say_as_ben("to one");
  const auto told = no_longer();
  ASSERT_EQ(told.size(), 1U) << told.dump();
  EXPECT_EQ(told[0].at("speaker"), "ben");
  EXPECT_EQ(told[0].at("speaker_id"), bens_row().at("person"));
  EXPECT_EQ(told[0].at("person"), ask(*others[0], {{"command", "whoami"}}).at("person"));
  (void)ask(*ben, of_garden({{"command", "include"}, {"person", "zed"}}));
  say_as_ben("to two");
  EXPECT_EQ(no_longer(), Json::array());
  (void)ask(*ben, of_garden({{"command", "leave"}}));
}

TEST_F(Who, a_lease_that_is_over_is_told_apart_from_who_hears) {
  const auto end = host::wall_now() + std::chrono::milliseconds{1500};
  (void)ask(*ben, {{"command", "include"},
                   {"circle", "garden"},
                   {"person", "friend"},
                   {"until", to_text(end)}});
  say_as_ben("for a moment");
  carry();
  const auto told = [&] { return ask({{"command", "who"}, {"circle", "garden"}}); };
  const auto before = told();
  if (host::wall_now() < end) {
    EXPECT_EQ(before.at("hears").size(), 1U) << before.dump();
    EXPECT_EQ(before.at("ended"), Json::array());
  }
  while (host::wall_now() <= end) ::usleep(10'000);
  const auto after = told();
  EXPECT_EQ(after.at("hears"), Json::array());
  ASSERT_EQ(after.at("ended").size(), 1U) << after.dump();
  EXPECT_EQ(after.at("ended")[0].at("speaker"), "ben");
  EXPECT_EQ(after.at("ended")[0].at("hearer_id"), after.at("me"));
  EXPECT_EQ(after.at("ended")[0].at("until"), to_text(end));
}

// The files of a home are put back under it, with its mark: what it says then is another story.
TEST_F(Who, two_stories_are_told_apart_and_what_is_common_to_them_is_not) {
  say_as_ben("common");
  carry();
  const auto where = bens_place();
  ben.reset();
  fs::copy(where.folder, in_base("kept-home"), fs::copy_options::recursive);
  fs::copy(where.state_folder, in_base("kept-state"), fs::copy_options::recursive);
  ben = opened(where);
  say_as_ben("one");
  say_as_ben("one goes on");
  carry();
  ben.reset();
  put_back(in_base("kept-home"), where.folder);
  put_back(in_base("kept-state"), where.state_folder);
  ben = opened(where);
  say_as_ben("other");
  carry();

  const auto entries = read();
  EXPECT_EQ(with_text(entries, "common").at("two_stories"), true);
  EXPECT_EQ(with_text(entries, "common").at("story"), Json(nullptr));
  const auto one = with_text(entries, "one").at("story");
  EXPECT_EQ(with_text(entries, "one goes on").at("story"), one);
  const auto other = with_text(entries, "other").at("story");
  ASSERT_TRUE(one.is_number() && other.is_number()) << entries.dump();
  EXPECT_EQ(one.get<int>() + other.get<int>(), 3);
}

TEST_F(Who, having_left_one_is_not_asked_to_include_anybody) {
  say_as_ben("hello");
  carry();
  const auto circle = [&] { return ask({{"command", "circles"}}).at(0); };
  const auto asked = [&] { return ask({{"command", "today"}}).at("joins").size(); };
  EXPECT_EQ(circle().at("to_answer").size(), 1U);
  EXPECT_EQ(asked(), 1U);
  (void)ask({{"command", "join"}, {"circle", "garden"}});
  (void)ask({{"command", "leave"}, {"circle", "garden"}});
  EXPECT_EQ(circle().at("left"), true);
  EXPECT_EQ(circle().at("to_answer").size(), 0U);
  EXPECT_EQ(asked(), 0U);
  // Coming back is as easy as it was.
  (void)ask({{"command", "join"}, {"circle", "garden"}});
  EXPECT_EQ(circle().at("left"), false);
  EXPECT_EQ(circle().at("hears_me").size(), 1U);
}

}  // namespace
}  // namespace kith::service::test
