// A copied home and the first both opened an epoch at the same place of their log. Of one story the
// keys came before the story, while only the other one was held, and nobody could know that there
// are two: they were kept for that one, which they do not open. So its reader passed it on as if
// they could read it, and kept to themself what they really read. Where the keys waited for their
// story, the first one that came took them along. Found by reading what 0160 had mended.
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct Story {
  wire::Handover keys;
  ByteVec range;
};

struct KeysFirst : ::testing::Test {
  KeysFirst() {
    meet_by_cards(eve, ana);
    log.open(place(0, 0, 0), log.to_readers());
    take(log.all());
  }
  Story story(const std::string& words) {
    log.rewind(1);
    Story told;
    told.keys = log.open_apart(place(1, 1, 0), words);
    told.range = log.all();
    return told;
  }
  void take(const ByteVec& range) { (void)ana.take(ana.node->take_range(range, ana.tick())); }
  void hand(const Story& told) {
    (void)ana.take(ana.node->take_handover(told.keys, eve.node->person()));
  }
  std::vector<std::string> heard() {
    auto texts = ana.texts(*ana.node->strands().number_of(circle));
    std::ranges::sort(texts);
    return texts;
  }
  /// Entries that are held and not known to open.
  std::size_t closed() {
    std::size_t count = 0;
    for (const auto strand : ana.node->strands().of_log(log.id())) {
      const auto found = ana.node->hearing().closed(strand);
      for (const auto& stretch : *found) count += stretch.next.value - stretch.from.value;
    }
    return count;
  }

  Person ana{"Ana", 81};
  Person eve{"Eve", 83};
  CircleId circle{{0xee}};
  ForgedLog log{eve, circle, ana};
};

TEST_F(KeysFirst, are_not_kept_for_the_story_that_is_held) {
  const auto first = story("first");
  const auto second = story("second");
  take(first.range);
  hand(second);
  EXPECT_EQ(closed(), 1U);
  take(second.range);
  EXPECT_EQ(heard(), (std::vector<std::string>{"hello", "second"}));
  EXPECT_EQ(closed(), 1U);
  hand(first);
  EXPECT_EQ(heard(), (std::vector<std::string>{"first", "hello", "second"}));
  EXPECT_EQ(closed(), 0U);
}

TEST_F(KeysFirst, wait_while_another_story_comes) {
  const auto first = story("first");
  const auto second = story("second");
  hand(second);
  take(first.range);
  EXPECT_EQ(heard(), std::vector<std::string>{"hello"});
  EXPECT_EQ(closed(), 1U);
  take(second.range);
  EXPECT_EQ(heard(), (std::vector<std::string>{"hello", "second"}));
  hand(first);
  EXPECT_EQ(closed(), 0U);
}

}  // namespace
}  // namespace kith::node::test
