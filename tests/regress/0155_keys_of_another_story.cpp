// A copied home and the first both opened an epoch at the same place. Ben passed the one story on
// without its first words, which he had forgotten; the keys that Ana had were the other story's,
// and nobody had told her that there are two. They were taken for those of what she held, used up
// for it, and what Ben brought next was refused as bent, in every session. Found by drawn
// histories, seed 4812.
#include "node/stand_ins.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"
#include "wire/header.hpp"

namespace kith::node::test {
namespace {

struct BentStory {
  wire::Handover keys;
  ByteVec opening;  // the entry at seq 1
  ByteVec rest;     // those at seq 2 and 3
  ByteVec all;      // all three
};

/// What a carrier passes on who forgot the bodies of the first `count` entries, and bends them.
ByteVec without_bodies(const ByteVec& bytes, std::size_t count) {
  auto range = *wire::decode_range(bytes);
  std::vector<wire::StandIn> rooms(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto& entry = range.entries[i].entry;
    rooms[i] = wire::stand_in_of(BodyHash{{9}}, entry);
    entry.body_state = wire::BodyState::forgotten;
    entry.body = rooms[i].view();
  }
  return wire::encode_range(range);
}

struct OtherKeys : ::testing::Test {
  OtherKeys() {
    meet_by_cards(eve, ana);
    log.open(place(0, 0, 0), log.to_readers());
    (void)take(log.all());
  }
  BentStory story(const std::string& words) {
    log.rewind(1);
    BentStory told;
    told.keys = log.open_apart(place(1, 1, 0), words);
    log.tell(place(2, 1, 1), words + " two");
    log.tell(place(3, 1, 2), words + " three");
    told.opening = log.range(1, 1);
    told.rest = log.range(2, 3);
    told.all = log.range(1, 3);
    return told;
  }
  Result<Taken, Refusal> take(const ByteVec& range) {
    auto step = ana.node->take_range(range, ana.tick());
    if (!step) return Fail{step.error()};
    return ana.take(std::move(step));
  }
  void hand(const BentStory& told) {
    (void)ana.take(ana.node->take_handover(told.keys, eve.node->person()));
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
  const std::vector<std::string> second_too{"hello", "second", "second three", "second two"};
};

TEST_F(OtherKeys, wait_where_a_later_entry_tells_that_they_are_not_of_what_is_held) {
  const auto first = story("first");
  const auto second = story("second");
  ASSERT_TRUE(take(without_bodies(first.all, 1)).has_value());
  hand(second);
  ASSERT_TRUE(take(second.all).has_value());
  EXPECT_EQ(heard(), second_too);
}

TEST_F(OtherKeys, that_came_first_wait_on_as_well) {
  const auto first = story("first");
  const auto second = story("second");
  hand(second);
  ASSERT_TRUE(take(without_bodies(first.all, 1)).has_value());
  ASSERT_TRUE(take(second.all).has_value());
  EXPECT_EQ(heard(), second_too);
}

TEST_F(OtherKeys, do_not_refuse_the_story_that_they_do_not_open) {
  const auto first = story("first");
  const auto second = story("second");
  ASSERT_TRUE(take(without_bodies(first.opening, 1)).has_value());
  hand(second);
  const auto taken = take(without_bodies(first.rest, 1));
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(taken->fresh, 2U);
  ASSERT_TRUE(take(second.all).has_value());
  EXPECT_EQ(heard(), second_too);
  hand(first);
  EXPECT_EQ(heard(), (std::vector<std::string>{"first three", "hello", "second", "second three",
                                               "second two"}));
}

TEST_F(OtherKeys, are_asked_again_once_an_entry_came_that_tells) {
  const auto first = story("first");
  ASSERT_TRUE(take(without_bodies(first.opening, 1)).has_value());
  hand(first);
  EXPECT_EQ(heard(), std::vector<std::string>{"hello"});
  ASSERT_TRUE(take(first.rest).has_value());
  EXPECT_EQ(heard(), (std::vector<std::string>{"first three", "first two", "hello"}));
  EXPECT_TRUE(ana.store->facts(FactKind::handed)->empty());
}

TEST_F(OtherKeys, that_open_what_is_held_tell_that_a_stand_in_is_bent) {
  const auto first = story("first");
  hand(first);
  ASSERT_TRUE(take(first.opening).has_value());
  EXPECT_EQ(take(without_bodies(log.range(2, 2), 1)).error(), Refusal::bent_stand_in);
  ASSERT_TRUE(take(first.rest).has_value());
  EXPECT_EQ(heard(), (std::vector<std::string>{"first", "first three", "first two", "hello"}));
}

TEST_F(OtherKeys, that_open_the_rest_tell_that_a_stand_in_is_bent) {
  const auto first = story("first");
  hand(first);
  EXPECT_EQ(take(without_bodies(first.all, 1)).error(), Refusal::bent_stand_in);
  ASSERT_TRUE(take(first.all).has_value());
  EXPECT_EQ(heard(), (std::vector<std::string>{"first", "first three", "first two", "hello"}));
}

}  // namespace
}  // namespace kith::node::test
