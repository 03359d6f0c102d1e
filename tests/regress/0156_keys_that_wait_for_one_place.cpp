// Keys of two stories of a log came before either: both begin at one place, behind one link. The
// later took the place of the earlier, which was lost: what it opens stayed closed until its author
// would hand it over once more. Found by reading what 0155 had mended.
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct WaitingStory {
  wire::Handover keys;
  ByteVec range;
};

struct WaitingScene {
  explicit WaitingScene(std::uint64_t seed = 83) : eve{"Eve", seed} {
    meet_by_cards(eve, ana);
    meet_by_cards(eve, ben);
    log.open(place(0, 0, 0), log.to_readers());
    take(log.all());
    (void)ben.take(ben.node->take_range(log.all(), ben.tick()));
  }
  WaitingStory story(const std::string& words) {
    log.rewind(1);
    WaitingStory told;
    told.keys = log.open_apart(place(1, 1, 0), words);
    told.range = log.range(1, 1);
    return told;
  }
  void take(const ByteVec& range) { (void)ana.take(ana.node->take_range(range, ana.tick())); }
  void hand(const WaitingStory& told) {
    (void)ana.take(ana.node->take_handover(told.keys, eve.node->person()));
  }
  /// What Ben passes on of the story who forgot its words.
  ByteVec forgotten_by_ben(const WaitingStory& told) {
    (void)ben.take(ben.node->take_range(told.range, ben.tick()));
    (void)ben.take(ben.node->take_handover(told.keys, eve.node->person()));
    const auto strand = ben.node->strands().of_log(log.id()).front();
    (void)ben.take(ben.node->forget({strand, {1}}, ben.tick()));
    return *range_from(*ben.node, strand, {1});
  }
  std::vector<std::string> heard() {
    auto texts = ana.texts(*ana.node->strands().number_of(circle));
    std::ranges::sort(texts);
    return texts;
  }
  std::size_t waiting() { return ana.store->facts(FactKind::handed)->size(); }

  Person ana{"Ana", 81};
  Person ben{"Ben", 82};
  Person eve;
  CircleId circle{{0xee}};
  ForgedLog log{eve, circle, {&ana, &ben}};
  const std::vector<std::string> all{"first", "hello", "second"};
};

struct OnePlace : ::testing::Test, WaitingScene {};

TEST_F(OnePlace, leave_each_other_there) {
  const auto first = story("first");
  const auto second = story("second");
  hand(second);
  hand(first);
  hand(first);
  EXPECT_EQ(waiting(), 2U);
  take(first.range);
  take(second.range);
  EXPECT_EQ(heard(), all);
  EXPECT_EQ(waiting(), 0U);
}

// Which of the two is asked first is chance.
TEST_F(OnePlace, are_told_apart_by_a_forgotten_entry_that_one_of_them_opens) {
  for (std::uint64_t seed = 90; seed < 96; ++seed) {
    WaitingScene scene{seed};
    const auto first = scene.story("first");
    const auto second = scene.story("second");
    scene.hand(second);
    scene.hand(first);
    scene.take(scene.forgotten_by_ben(first));
    scene.take(second.range);
    EXPECT_EQ(scene.heard(), (std::vector<std::string>{"?", "hello", "second"}));
    EXPECT_EQ(scene.waiting(), 0U);
  }
}

TEST_F(OnePlace, are_both_there_after_a_start) {
  const auto first = story("first");
  const auto second = story("second");
  hand(first);
  hand(second);
  ana.reopen();
  take(second.range);
  take(first.range);
  EXPECT_EQ(heard(), all);
}

// Each of them goes into the record as it was read: in one step the later would undo the earlier.
TEST_F(OnePlace, of_one_story_both_open_what_comes_in_one_step) {
  log.rewind(1);
  const auto whole = log.open_apart(place(1, 1, 0), "one");
  for (std::uint16_t i = 1; i < 8; ++i) log.tell(place(i + 1U, 1, i), "more");
  seal::KeySet keys;
  keys.add(whole.spans.front().nodes, {});
  const auto hand_leaves = [&](std::uint16_t first, std::uint16_t last) {
    wire::Handover part{{}, whole.log, whole.certificate};
    const auto& span = whole.spans.front();
    part.spans.push_back({span.first, span.before, keys.cover({first}, {last}).nodes, {}, {}});
    (void)ana.take(ana.node->take_handover(part, eve.node->person()));
  };
  hand_leaves(3, 4);
  hand_leaves(6, 7);
  EXPECT_EQ(waiting(), 2U);
  take(log.range(4, 5));
  take(log.range(7, 8));
  take(log.range(1, 2));  // where both begin, and which neither opens
  EXPECT_EQ(heard(), (std::vector<std::string>{"hello", "more", "more", "more", "more"}));
  EXPECT_EQ(waiting(), 0U);
}

}  // namespace
}  // namespace kith::node::test
