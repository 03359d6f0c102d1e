// An export of a home that runs: it goes on piece by piece, and the home with it.
#include <gtest/gtest.h>

#include "running/running_node.hpp"
#include "tests/running/text_talk.hpp"
#include "tests/service/open_folder.hpp"

namespace kith::running {
namespace {

using service::Answer;

class WhileExporting : public service::test::OpenFolder {
 protected:
  test::TextWorld world;
  test::TextTalks talks{world};
};

TEST_F(WhileExporting, an_export_leaves_room_for_others_and_tells_how_far_it_is) {
  circle("garden");
  for (int i = 0; i < 500; ++i) say("garden", "bean " + std::to_string(i));
  transport::Loop loop;
  RunningNode node{loop, *home, talks};
  std::vector<std::string> told;
  const auto between = [&](const Answer& who) {
    told.push_back(who && told.empty() ? who->at("name") : "late");
  };
  std::uint64_t pieces = 0;
  node.handle(
      {{"command", "export"}, {"folder", in_base("plain")}},
      [&](std::uint64_t done, std::uint64_t all) {
        EXPECT_LE(done, all);
        ++pieces;
      },
      [&](const Answer& answer) {
        ASSERT_TRUE(answer.has_value()) << answer.error().sentence;
        EXPECT_EQ(answer->at("entries"), 500);
        told.emplace_back("exported");
        node.end();
      });
  loop.post([&] { node.handle({{"command", "whoami"}}, {}, between); });
  node.run();
  EXPECT_EQ(told, (std::vector<std::string>{"ana", "exported"}));
  EXPECT_GT(pieces, 2U);
}

TEST_F(WhileExporting, an_export_that_the_end_cuts_off_says_that_it_is_not_whole) {
  circle("garden");
  say("garden", "beans");
  transport::Loop loop;
  RunningNode node{loop, *home, talks};
  std::optional<Answer> told;
  node.handle({{"command", "export"}, {"folder", in_base("plain")}}, {},
              [&](const Answer& answer) { told = answer; });
  EXPECT_FALSE(told);
  loop.post([&] { node.end(); });
  node.run();
  ASSERT_TRUE(told && !told->has_value());
  EXPECT_EQ(told->error().sentence, "kith is ending; the export is not whole.");
}

TEST_F(WhileExporting, an_export_that_is_refused_is_answered_at_once) {
  transport::Loop loop;
  RunningNode node{loop, *home, talks};
  std::size_t refused = 0;
  const auto count = [&](const Answer& answer) { refused += answer ? 0 : 1; };
  node.handle({{"command", "export"}}, {}, count);
  node.handle({{"command", "export"}, {"folder", base}}, {}, count);
  EXPECT_EQ(refused, 2U);
}

}  // namespace
}  // namespace kith::running
