// What `kith gather` tells of who comes and goes, and of what is proposed: each once, until it
// changes.
#include "cli/gathering.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace kith::cli {
namespace {

using service::Json;

class GatheringTest : public ::testing::Test {
 protected:
  std::string told() {
    auto text = out.str();
    out.str("");
    return text;
  }
  static Json ben(bool connected, const char* synced, int to_receive = 0) {
    Json one{{"person", "b0"}, {"name", "ben"}, {"connected", connected}};
    one["last_synced"] = synced == nullptr ? Json(nullptr) : Json(synced);
    if (connected) one.update({{"to_receive", to_receive}, {"to_send", 0}});
    return {{"people", Json::array({one})}};
  }
  static Json proposal(const char* position, bool waits) {
    return Json::array({{{"id", "aa"},
                         {"newest", "0123456789abcdef0123"},
                         {"circle", "garden"},
                         {"title", "Dawn"},
                         {"author", "ana"},
                         {"text", "At dawn."},
                         {"number", 1},
                         {"mine", false},
                         {"waits_for_you", waits},
                         {"you_spoke_of_an_earlier_version", false},
                         {"your_position", position == nullptr ? Json(nullptr) : Json(position)},
                         {"you_go_along", false}}});
  }

  std::ostringstream out;
  Gathering gathering{out, false};
};

TEST_F(GatheringTest, who_comes_has_all_and_goes_is_told_each_once) {
  gathering.people(ben(false, "2026-01-01T00:00:00Z"));
  EXPECT_EQ(told(), "");
  gathering.people(ben(true, "2026-01-01T00:00:00Z"));  // nothing was exchanged yet
  EXPECT_EQ(told(), "ben is here.\n");
  gathering.people(ben(true, "2026-02-01T00:00:00Z", 3));
  EXPECT_EQ(told(), "");
  gathering.people(ben(true, "2026-02-01T00:00:00Z"));
  EXPECT_EQ(told(), "You and ben have all that each may have of the other.\n");
  gathering.people(ben(true, "2026-02-01T00:00:00Z"));
  EXPECT_EQ(told(), "");
  gathering.people(ben(false, "2026-02-01T00:00:00Z"));
  EXPECT_EQ(told(), "ben went.\n");
}

TEST_F(GatheringTest, a_proposal_is_told_with_ones_own_word_and_again_when_that_changes) {
  gathering.proposals(proposal(nullptr, true));
  EXPECT_EQ(told(),
            "garden: Dawn, by ana, version 1; it waits for your word (`kith proposal "
            "0123456789abcdef`, `kith agree 0123456789abcdef`).\n");
  gathering.proposals(proposal(nullptr, true));
  EXPECT_EQ(told(), "");
  gathering.proposals(proposal("stands aside", false));
  EXPECT_NE(told().find("; you: stands aside ("), std::string::npos);
}

TEST_F(GatheringTest, what_others_wrote_stays_in_its_line) {
  auto all = proposal(nullptr, true);
  all[0]["title"] = "a\n\x1b[2Jb";
  gathering.proposals(all);
  const auto text = told();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace kith::cli
