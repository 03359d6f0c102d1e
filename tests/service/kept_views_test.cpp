// What is kept of a circle's folds shows what folds from scratch show: after each act of two people
// in random histories, whatever comes, is forgotten, or comes from a copy that goes on by itself.
#include <random>

#include "service/names.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

class KeptViewsTest : public OpenFolder {
 protected:
  KeptViewsTest() : ben{created({in_base("ben"), in_base("ben-state"), "machine one"})} {
    const auto theirs = ask(*ben, {{"command", "card"}}).at("card");
    (void)ask({{"command", "meet"}, {"card", theirs}, {"as", "ben"}});
    const auto mine = ask({{"command", "card"}}).at("card");
    (void)ask(*ben, {{"command", "meet"}, {"card", mine}, {"as", "friend"}});
    circle("garden");
    (void)ask({{"command", "include"}, {"circle", "garden"}, {"person", "ben"}});
    say("garden", "welcome");
    carry(*home, *ben);
    (void)ask(*ben, {{"command", "join"}, {"circle", "garden"}});
    (void)ask(*ben, {{"command", "say"}, {"circle", "garden"}, {"text", "here"}});
    carry(*ben, *home);
  }
  void carry(OpenHome& from, OpenHome& to) {
    const auto file = in_base("bundle-" + std::to_string(bundles++));
    (void)ask(from, {{"command", "bundle write"}, {"file", file}});
    (void)ask(to, {{"command", "bundle read"}, {"file", file}});
  }
  // All lists as they are shown, the moment of asking aside.
  static Json shown(OpenHome& whom) {
    Json all;
    for (const auto* command : {"proposals", "promises", "asks", "event list", "today"}) {
      all[command] = ask(whom, {{"command", command}});
    }
    all["today"].erase("now");
    return all;
  }
  static void expect_as_from_scratch(OpenHome& whom) {
    const auto kept = shown(whom);
    whom.kept_views().clear();
    EXPECT_EQ(kept, shown(whom));
  }

  // Some of these are refused: what is not mine, or what nothing would change.
  void act(std::mt19937& random) {
    auto& who = random() % 2 == 0 ? *home : *ben;
    const auto in_garden = [&](const char* command, Json more) {
      more["command"] = command;
      more["circle"] = "garden";
      note(handle(who, more));
    };
    const auto on = [&](const char* command, Json more) {
      if (ids.empty()) return;
      more["command"] = command;
      more["id"] = ids[random() % ids.size()];
      note(handle(who, more));
    };
    switch (random() % 13) {
      case 0:
        return in_garden("propose", {{"text", "water"}, {"title", "tank"}});
      case 1:
        return in_garden("ask", {{"text", "a ride?"}});
      case 2:
        return in_garden("promise", {{"text", "a ride"}});
      case 3:
        return in_garden("event", {{"title", "a feast"}, {"at", "2126-12-05T19:00"}});
      case 4:
        return on("amend", {{"text", "less"}});
      case 5:
        return on("stance", {{"position", "with"}});
      case 6:
        return on("agree", Json::object());
      case 7:
        return on("renegotiate", {{"text", "on Sunday"}});
      case 8:
        return on("coming", {{"coming", "yes"}});
      case 9:
        return on("call off", Json::object());
      case 10:
        return on("forget", Json::object());
      default:
        return random() % 2 == 0 ? carry(*home, *ben) : carry(*ben, *home);
    }
  }
  void note(const Answer& answer) {
    if (answer && answer->contains("id")) ids.push_back(answer->at("id"));
  }

  std::unique_ptr<OpenHome> ben;
  std::vector<std::string> ids;
  int bundles = 0;
};

TEST_F(KeptViewsTest, are_shown_as_if_folded_from_scratch_after_each_act) {
  std::mt19937 random{7};
  for (int i = 0; i < 150; ++i) {
    SCOPED_TRACE("act " + std::to_string(i));
    act(random);
    expect_as_from_scratch(*home);
    expect_as_from_scratch(*ben);
    if (HasFailure()) return;
  }
  EXPECT_GT(ids.size(), 40U);
  EXPECT_GT(home->kept_views().bytes(), 0U);
  EXPECT_GT(shown(*home).at("proposals").size(), 3U);
}

class ForkedViews : public KeptViewsTest {
 protected:
  // Ben's home goes back to what it was, with all that it could tell that by: one log, two stories.
  ForkedViews() {
    const host::HomePlace theirs{in_base("ben"), in_base("ben-state"), "machine one"};
    ben.reset();
    fs::copy(in_base("ben"), in_base("ben-before"), fs::copy_options::recursive);
    fs::copy(in_base("ben-state"), in_base("ben-state-before"), fs::copy_options::recursive);
    tell(theirs, "one story");
    ben.reset();
    put_back(in_base("ben-before"), theirs.folder);
    put_back(in_base("ben-state-before"), theirs.state_folder);
    tell(theirs, "another");
  }
  void tell(const host::HomePlace& theirs, const std::string& text) {
    ben = opened(theirs);
    (void)ask(*ben, {{"command", "say"}, {"circle", "garden"}, {"text", text}});
    carry(*ben, *home);
  }
  bool is_forked() {
    const auto& strands = home->node().strands();
    return std::ranges::any_of(
        strands.of_circle(circle_named(*home, "garden").value()),
        [&](node::StrandNumber number) { return strands.strand(number).forked; });
  }
};

TEST_F(ForkedViews, of_a_circle_are_kept_though_one_of_its_logs_is_told_twice) {
  ASSERT_TRUE(is_forked());
  (void)ask({{"command", "propose"}, {"circle", "garden"}, {"text", "water"}});
  (void)shown(*home);
  const auto before = home->kept_views().bytes();
  EXPECT_GT(before, 0U);
  (void)ask({{"command", "propose"}, {"circle", "garden"}, {"text", "more water"}});
  EXPECT_EQ(home->kept_views().bytes(), before);
  expect_as_from_scratch(*home);
}

TEST_F(ForkedViews, are_shown_as_if_folded_from_scratch_after_each_act) {
  std::mt19937 random{11};
  for (int i = 0; i < 80; ++i) {
    SCOPED_TRACE("act " + std::to_string(i));
    act(random);
    expect_as_from_scratch(*home);
    if (HasFailure()) return;
  }
  EXPECT_TRUE(is_forked());
}

TEST_F(KeptViewsTest, a_body_that_is_forgotten_is_in_no_view_any_more) {
  const auto id = ask({{"command", "propose"}, {"circle", "garden"}, {"text", "water"}}).at("id");
  EXPECT_EQ(shown(*home).at("proposals").at(0).at("text"), "water");
  (void)ask({{"command", "forget"}, {"id", id}});
  EXPECT_EQ(shown(*home).at("proposals").at(0).at("text"), Json(nullptr));
}

}  // namespace
}  // namespace kith::service::test
