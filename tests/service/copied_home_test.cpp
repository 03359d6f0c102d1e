// A home that was copied: both go on, and neither tells two stories in one log.
#include "service/names.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

using Texts = std::vector<std::string>;

class CopiedHome : public OpenFolder {
 protected:
  struct Logs {
    std::size_t count{};
    Link head;  // of the first
  };
  static Logs logs_in(OpenHome& whom, const std::string& name) {
    const auto circle = circle_named(whom, name);
    const auto strands = whom.node().strands().of_circle(circle.value());
    return {strands.size(), whom.node().strands().spans(strands.front()).front().span.head};
  }
  host::HomePlace copy() {
    const auto where = place_of("copy");
    fs::copy(place.folder, where.folder, fs::copy_options::recursive);
    fs::copy_file(place.folder + ".key", where.folder + ".key");
    return where;
  }
};

TEST_F(CopiedHome, speaks_into_new_logs_and_leaves_the_first_ones_as_they_are) {
  circle("garden");
  say("garden", "before the copy");
  const auto before = logs_in(*home, "garden");
  home.reset();
  const auto other = opened(copy());
  (void)ask(*other, {{"command", "say"}, {"circle", "garden"}, {"text", "in the copy"}});
  const auto there = logs_in(*other, "garden");
  EXPECT_EQ(there.count, 2U);
  EXPECT_EQ(there.head, before.head);
  EXPECT_EQ(texts(ask(*other, {{"command", "read"}, {"circle", "garden"}})),
            (Texts{"before the copy", "in the copy"}));

  home = opened(place);
  say("garden", "in the first");
  const auto here = logs_in(*home, "garden");
  EXPECT_EQ(here.count, 1U);
  EXPECT_NE(here.head, before.head);
  EXPECT_EQ(heard("garden"), (Texts{"before the copy", "in the first"}));
}

TEST_F(CopiedHome, is_told_in_status_which_of_its_logs_go_on_no_more) {
  circle("garden");
  say("garden", "before the copy");
  EXPECT_TRUE(ask({{"command", "status"}}).at("own_returned").empty());
  home.reset();
  const auto other = opened(copy());
  const auto told = ask(*other, {{"command", "status"}}).at("own_returned");
  ASSERT_EQ(told.size(), 2U);
  std::set<std::string> circles;
  for (const auto& log : told) {
    circles.insert(log.at("circle").get<std::string>());
    EXPECT_EQ(log.at("retired"), true);
    EXPECT_EQ(log.at("unreadable"), 0);
  }
  EXPECT_EQ(circles, (std::set<std::string>{"", "garden"}));
}

TEST_F(CopiedHome, is_at_home_from_then_on) {
  circle("garden");
  say("garden", "before the copy");
  home.reset();
  const auto where = copy();
  for (const auto* text : {"one", "two", "three"}) {
    const auto other = opened(where);
    (void)ask(*other, {{"command", "say"}, {"circle", "garden"}, {"text", text}});
    EXPECT_EQ(logs_in(*other, "garden").count, 2U);
  }
}

TEST_F(CopiedHome, an_older_copy_that_is_put_back_in_place_retires_its_logs_too) {
  circle("garden");
  say("garden", "kept");
  home.reset();
  fs::copy(place.folder, in_base("older"), fs::copy_options::recursive);
  home = opened(place);
  say("garden", "said after the copy was made");
  home.reset();
  fs::remove_all(place.folder);
  fs::copy(in_base("older"), place.folder, fs::copy_options::recursive);
  home = opened(place);
  say("garden", "after it came back");
  EXPECT_EQ(logs_in(*home, "garden").count, 2U);
  EXPECT_EQ(heard("garden"), (Texts{"kept", "after it came back"}));
}

TEST_F(CopiedHome, on_another_machine_is_a_copy_wherever_it_lies) {
  circle("garden");
  say("garden", "on the first machine");
  home.reset();
  auto elsewhere = place;
  elsewhere.machine_id = "machine two";
  const auto other = opened(elsewhere);
  (void)ask(*other, {{"command", "say"}, {"circle", "garden"}, {"text", "on the second"}});
  EXPECT_EQ(logs_in(*other, "garden").count, 2U);
}

}  // namespace
}  // namespace kith::service::test
