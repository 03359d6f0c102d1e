// Ben forgot what Ana had said, and its key went. Then Ana gave him what she had said before he
// came, and with it, at an entry where he held no keys yet, the key of the whole epoch: nothing
// asked his tombstone. Found by reading.
#include <gtest/gtest.h>

#include "tests/people/held_keys.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

using ::testing::Test;
using Texts = std::vector<std::string>;

struct ForgottenKey : Test {
  ForgottenKey() {
    meet_by_cards(ana, ben);
    garden = ana.circle("garden");
    ana.say(garden, "before ben came");
    include(ana, garden, ben);
    ana.say(garden, "please forget this");
    ana.say(garden, "but not this");
    (void)sync(ben, ana);
    bens = circle_called(ben, "garden");
    const auto shown = ben.node->view().last(bens, 10).value();
    forgotten = shown.at(0).key;
    EXPECT_TRUE(key_is_held(ben, forgotten));
    (void)ben.take(ben.node->forget(forgotten, ben.tick()));
    EXPECT_FALSE(key_is_held(ben, forgotten));
  }
  void expect_only_this_is_gone() {
    EXPECT_EQ(ben.texts(bens), (Texts{"before ben came", "?", "but not this"}));
    EXPECT_FALSE(key_is_held(ben, forgotten));
    EXPECT_FALSE(body_is_held(ben, forgotten));
  }

  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  CircleNumber garden;
  CircleNumber bens;
  EntryKey forgotten;
};

TEST_F(ForgottenKey, does_not_come_back_with_a_past_that_is_handed_over_later) {
  include(ana, garden, ben, {std::nullopt, WallTime{}});
  (void)sync(ben, ana);
  expect_only_this_is_gone();
  ben.reopen();
  expect_only_this_is_gone();
}

TEST_F(ForgottenKey, does_not_come_back_with_a_past_after_a_restart) {
  ben.reopen();
  include(ana, garden, ben, {std::nullopt, WallTime{}});
  (void)sync(ben, ana);
  expect_only_this_is_gone();
}

// The span names another link before its first entry: it waits, and the key with it.
TEST_F(ForgottenKey, does_not_wait_in_a_handover_for_entries_that_never_come) {
  const auto log = ben.node->strands().strand(forgotten.strand).log;
  const auto own = ana.node->strands().of_log(log).front();
  const Stretch all{{0}, {4}};
  auto handovers = ana.node->serving().handovers(own, all, Serving::Naming::named).value();
  for (auto& handover : handovers) {
    handover.spans.front().before.raw[0] ^= 1U;
    (void)ben.take(ben.node->take_handover(handover, ana.node->person()));
  }
  EXPECT_FALSE(ben.store->facts(FactKind::handed)->empty());
  EXPECT_FALSE(key_is_held(ben, forgotten));
}

TEST_F(ForgottenKey, goes_out_of_a_handover_that_waits_when_the_body_is_forgotten) {
  const auto kept = ben.node->view().last(bens, 10).value().at(1).key;
  const auto log = ben.node->strands().strand(kept.strand).log;
  const auto own = ana.node->strands().of_log(log).front();
  auto handovers = ana.node->serving().handovers(own, {{0}, {4}}, Serving::Naming::named).value();
  handovers.front().spans.front().before.raw[0] ^= 1U;
  (void)ben.take(ben.node->take_handover(handovers.front(), ana.node->person()));
  EXPECT_TRUE(key_is_held(ben, kept));
  (void)ben.take(ben.node->forget(kept, ben.tick()));
  EXPECT_FALSE(key_is_held(ben, kept));
  ben.reopen();
  EXPECT_FALSE(key_is_held(ben, kept));
}

}  // namespace
}  // namespace kith::node::test
