// A copied home and the first both opened an epoch at the same place of their log, before either
// knew of the other: two stories, each under a secret of its own, one number, one place, one link
// before. What came in a session for what stayed closed was kept for the story that was held first,
// which it does not open; the second stayed closed for good, however often its author handed it
// over. Found by histories in which two copies are awake, about one of fifty.
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct TwoSecrets : ::testing::Test {
  TwoSecrets() {
    meet_by_cards(eve, ana);
    log.open(place(0, 0, 0), log.to_readers());
  }
  /// An epoch opens at seq 1, under another secret than the last one; what opens it comes apart.
  wire::Handover story(const std::string& words) {
    log.rewind(1);
    auto handover = log.open_apart(place(1, 1, 0), words);
    (void)ana.take(ana.node->take_range(log.all(), ana.tick()));
    return handover;
  }
  void hand(const wire::Handover& handover) {
    (void)ana.take(ana.node->take_handover(handover, eve.node->person()));
  }
  std::vector<std::string> heard() {
    auto texts = ana.texts(*ana.node->strands().number_of(circle));
    std::ranges::sort(texts);
    return texts;
  }

  Person ana{"Ana", 81};
  Person eve{"Eve", 83};
  CircleId circle{{0xee}};
  ForgedLog log{eve, circle, ana};
};

TEST_F(TwoSecrets, each_story_opens_by_its_own) {
  const auto first = story("first");
  const auto second = story("second");
  EXPECT_EQ(heard(), std::vector<std::string>{"hello"});
  hand(second);
  hand(first);
  EXPECT_EQ(heard(), (std::vector<std::string>{"first", "hello", "second"}));
}

TEST_F(TwoSecrets, also_where_the_first_was_open_before_the_second_came) {
  hand(story("first"));
  hand(story("second"));
  EXPECT_EQ(heard(), (std::vector<std::string>{"first", "hello", "second"}));
}

}  // namespace
}  // namespace kith::node::test
