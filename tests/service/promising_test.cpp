// Promises as they are typed: by when, by which clock, and what a change has to say.
#include "service/civil_time.hpp"
#include "service/time_text.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::service::test {
namespace {

class Promising : public OpenFolder {
 protected:
  Promising() { circle("garden"); }
  std::string promise(const std::string& by) {
    return ask({{"command", "promise"}, {"circle", "garden"}, {"text", "bread"}, {"by", by}})
        .at("id");
  }
  Json promises() { return ask({{"command", "promises"}, {"circle", "garden"}}); }
  /// What the clock here shows when the last promise is due.
  std::string due_here() {
    const auto by = time_of(promises().back().at("by").get<std::string>());
    const auto here = by ? civil_here(*by) : std::nullopt;
    return here ? to_text(*here) : "";
  }
};

TEST_F(Promising, by_a_day_goes_to_its_end_on_the_clock_here) {
  promise("2099-03-05");
  EXPECT_EQ(due_here(), "2099-03-05T23:59:59");
  const auto read = ask({{"command", "read"}, {"circle", "garden"}});
  EXPECT_EQ(read.back().at("says"), "promises by Thu 5 Mar 2099");
  promise("2099-03-05T08:30");
  EXPECT_EQ(due_here(), "2099-03-05T08:30");
  promise("2099-03-05T08:30:00Z");
  EXPECT_EQ(promises().back().at("by"), "2099-03-05T08:30:00Z");
  expect_refused(
      {{"command", "ask"}, {"circle", "garden"}, {"text", "bread"}, {"by", "2099-02-30"}},
      Status::wrong_usage, "not a time");
}

TEST_F(Promising, a_change_says_what_changes) {
  const auto id = promise("2099-03-05");
  expect_refused({{"command", "renegotiate"}, {"id", id}, {"words", "hm"}}, Status::wrong_usage,
                 "what changes");
  EXPECT_EQ(promises().back().at("turns"), Json::array());
  ask({{"command", "renegotiate"}, {"id", id}, {"by", "2099-03-07"}});
  EXPECT_EQ(due_here(), "2099-03-07T23:59:59");
  EXPECT_EQ(promises().back().at("text"), "bread");
  ask({{"command", "renegotiate"}, {"id", id}, {"by", "none"}});
  EXPECT_TRUE(promises().back().at("by").is_null());
}

}  // namespace
}  // namespace kith::service::test
