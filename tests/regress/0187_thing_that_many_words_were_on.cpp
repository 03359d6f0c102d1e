// Somebody amended a proposal of their own a few thousand times, and said as often whether they
// come to an event: a few hundred kilobytes, and within every quota. Whoever heard them made the
// whole view anew for each of these words when they next looked at their day: minutes, in which the
// program answered nobody, and again after each start.
#include <gtest/gtest.h>

#include "kinds/kept.hpp"
#include "tests/kinds/seen_entries.hpp"

namespace kith::kinds {
namespace {

using test::Hand;
using test::ref;

// Made anew for each of them this takes minutes.
constexpr std::size_t words = 3000;

TEST(ThingThatManyWordsWereOn, a_chain_of_amendments_is_gone_through_once) {
  Hand hand;
  hand.write(test::ana, Proposal{"water", std::nullopt, {}});
  for (std::size_t i = 1; i < words; ++i) {
    hand.write(test::ana, Proposal{"water", std::nullopt, {}}, {ref(hand.all.back())});
  }
  KeptProposals kept;
  kept.add_all(hand.all);
  ASSERT_EQ(kept.proposals().all().size(), 1U);
  const auto& view = kept.proposals().all().begin()->second;
  EXPECT_EQ(view.first, hand.all.front().link);
  ASSERT_EQ(view.versions.size(), words);
  EXPECT_EQ(view.versions.back().number, words);
}

TEST(ThingThatManyWordsWereOn, all_words_on_one_event_are_gone_through_once) {
  Hand hand;
  hand.write(test::ana, Event{"a feast", {2'000'000}, {}, {}, {}, {}, {}, {}, {}});
  const auto event = hand.all.front();
  for (std::size_t i = 0; i < words; ++i) {
    hand.write(test::ana, Coming{event.link, i % 3, std::nullopt, {}, std::nullopt}, {ref(event)});
  }
  KeptEvents kept;
  kept.add_all(hand.all);
  ASSERT_EQ(kept.events().all().size(), 1U);
  EXPECT_EQ(kept.events().all().begin()->second.coming.size(), 1U);
}

}  // namespace
}  // namespace kith::kinds
