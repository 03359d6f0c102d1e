// Eve told two stories. Ben forgot what she had said in one of them; the other came later, with
// words at the same place, and he kept them: nothing asked his tombstone when a body arrived, only
// when he forgot one that was there. Found by reading.
#include <gtest/gtest.h>

#include "tests/people/forged_log.hpp"
#include "tests/people/held_keys.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

using ::testing::Test;
using Texts = std::vector<std::string>;

struct LateBody : Test {
  LateBody() {
    meet_by_cards(ben, eve);
    log.open(place(0, 0, 0), log.to_readers());
    log.tell(place(1, 0, 1), "we agreed");
    hand(log.all());
    ben.index();
    (void)ben.take(ben.node->forget(only_at(1), ben.tick()));
    log.rewind(1);
  }
  void hand(const ByteVec& range) { (void)ben.take(ben.node->take_range(range, ben.tick())); }
  [[nodiscard]] EntryKey only_at(std::uint64_t seq) {
    return {ben.node->strands().of_log(log.id()).front(), {seq}};
  }
  [[nodiscard]] EntryKey other_story() {
    return {ben.node->strands().of_log(log.id()).back(), {1}};
  }
  Texts texts() { return ben.texts(*ben.node->strands().number_of(CircleId{})); }
  void expect_refused() {
    EXPECT_EQ(texts(), (Texts{"hello", "?", "?", "and we dug"}));
    EXPECT_FALSE(body_is_held(ben, other_story()));
    EXPECT_FALSE(key_is_held(ben, other_story()));
  }

  Person ben{"Ben", 2};
  Person eve{"Eve", 3};
  ForgedLog log{eve, CircleId{}, ben};
};

TEST_F(LateBody, is_refused_and_its_key_with_it_and_the_rest_of_the_story_is_kept) {
  log.open(place(1, 1, 0), log.to_readers(), "we never agreed");
  log.tell(place(2, 1, 1), "and we dug");
  hand(log.range(1, 2));
  expect_refused();
  ben.reopen();
  expect_refused();
}

TEST_F(LateBody, is_refused_after_a_restart) {
  ben.reopen();
  log.open(place(1, 1, 0), log.to_readers(), "we never agreed");
  log.tell(place(2, 1, 1), "and we dug");
  hand(log.range(1, 2));
  expect_refused();
}

TEST_F(LateBody, that_came_without_a_key_goes_when_the_key_comes) {
  const auto span = log.span(place(1, 1, 0));
  log.tell(place(1, 1, 0), "we never agreed");
  log.tell(place(2, 1, 1), "and we dug");
  hand(log.range(1, 2));
  EXPECT_TRUE(body_is_held(ben, other_story()));
  EXPECT_FALSE(key_is_held(ben, other_story()));
  wire::Handover handover{{}, log.id(), log.certificate()};
  handover.spans.push_back(clone(span));
  (void)ben.take(ben.node->take_handover(handover, eve.node->person()));
  ben.index();
  EXPECT_FALSE(body_is_held(ben, other_story()));
  EXPECT_FALSE(key_is_held(ben, other_story()));
}

// The stories share an epoch, and its key went with the first body: nobody here can open the other.
TEST_F(LateBody, in_the_same_epoch_finds_no_key_any_more) {
  log.tell(place(1, 0, 1), "we never agreed");
  log.tell(place(2, 0, 2), "and we dug");
  hand(log.range(1, 2));
  EXPECT_EQ(texts(), (Texts{"hello", "?", "and we dug"}));
  EXPECT_FALSE(key_is_held(ben, other_story()));
}

TEST_F(LateBody, that_was_passed_on_without_it_brings_no_key_either) {
  log.open(place(1, 1, 0), log.to_readers(), "we never agreed");
  log.tell(place(2, 1, 1), "and we dug");
  hand(log.range(1, 2));
  hand(log.range(1, 2));
  expect_refused();
}

}  // namespace
}  // namespace kith::node::test
