// Promises fold the same in every order; only who promised says what becomes of a promise.
#include "kinds/promises.hpp"

#include <gtest/gtest.h>

#include "tests/kinds/seen_entries.hpp"
#include "tests/wire/property.hpp"

namespace kith::kinds {
namespace {

using test::ana;
using test::ben;
using test::Hand;
using test::person;
using test::ref;

constexpr WallTime tuesday{5'000'000};
constexpr WallTime friday{8'000'000};

struct PromiseStory : Hand {
  Seen promises(std::uint8_t who, const std::string& text, std::optional<WallTime> by,
                std::vector<Reference> answers = {}) {
    return write(who, Promise{text, {person(ana)}, by, {"rides"}}, std::move(answers));
  }
  Seen turns(std::uint8_t who, const Seen& promise, Turning turning,
             std::optional<std::string> text = {}, std::optional<WallTime> by = {},
             std::vector<Reference> instead = {}, std::uint8_t device = 1) {
    std::ranges::sort(instead);
    return write(who,
                 Turn{promise.link, static_cast<std::uint64_t>(turning), std::nullopt,
                      std::move(instead), std::move(text), by},
                 {ref(promise)}, device);
  }
  PromiseView view(const Seen& promise) const {
    return *test::folded<Promises>(all).promise(promise.link);
  }
};

TEST(Promises, answer_what_was_asked) {
  PromiseStory story;
  const auto ask = story.write(ana, Ask{"a ride on Saturday?", {}, std::nullopt, {}});
  const auto ride = story.promises(ben, "I drive you", friday, {ref(ask)});
  const auto fold = test::folded<Promises>(story.all);
  EXPECT_EQ(fold.ask(ask.link)->promises, std::vector{ride.link});
  EXPECT_EQ(fold.promise(ride.link)->asks, std::vector{ask.link});
  EXPECT_TRUE(fold.promise(ride.link)->is_open());
}

TEST(Promises, are_changed_taken_back_and_done_aloud) {
  PromiseStory story;
  const auto ladder = story.promises(ben, "the long ladder", tuesday);
  story.turns(ben, ladder, Turning::changed, "the short ladder", friday);
  auto view = story.view(ladder);
  ASSERT_EQ(view.now.size(), 1U);
  EXPECT_EQ(view.now[0].text, "the short ladder");
  EXPECT_EQ(view.now[0].by, friday);
  EXPECT_EQ(view.body->text, "the long ladder");
  EXPECT_TRUE(view.is_open());
  story.turns(ben, ladder, Turning::kept);
  view = story.view(ladder);
  EXPECT_FALSE(view.is_open());
  EXPECT_EQ(view.now[0].text, "the short ladder");  // what was done is what was promised last
  EXPECT_EQ(view.turns.size(), 2U);
  EXPECT_TRUE(!view.turns[0].stands && view.turns[1].stands);
}

TEST(Promises, are_turned_by_who_promised_alone) {
  PromiseStory story;
  const auto ladder = story.promises(ben, "the ladder", tuesday);
  story.turns(ana, ladder, Turning::kept);
  story.turns(ana, ladder, Turning::changed, "two ladders");
  const auto view = story.view(ladder);
  EXPECT_TRUE(view.is_open());
  EXPECT_TRUE(view.turns.empty());
  EXPECT_EQ(view.now[0].text, "the ladder");
}

TEST(Promises, of_two_devices_that_changed_it_apart_show_both) {
  PromiseStory story;
  const auto ladder = story.promises(ben, "the ladder", tuesday);
  const auto phone = story.turns(ben, ladder, Turning::changed, "a", tuesday, {}, 1);
  const auto laptop = story.turns(ben, ladder, Turning::changed, "b", friday, {}, 2);
  ASSERT_EQ(story.view(ladder).now.size(), 2U);
  EXPECT_EQ(test::folded<Promises>(story.all).earlier_turns(ladder.link).size(), 2U);
  story.turns(ben, ladder, Turning::changed, "c", friday, {ref(phone), ref(laptop)}, 2);
  EXPECT_EQ(story.view(ladder).now.size(), 1U);
}

TEST(Promises, changed_apart_stand_by_time_so_that_the_last_is_shown_first) {
  PromiseStory story;
  for (int i = 0; i < 4; ++i) story.write(ana, Ask{"?", {}, std::nullopt, {}});
  const auto ladder = story.promises(ben, "the ladder", tuesday);
  const auto phone = story.turns(ben, ladder, Turning::changed, "a", tuesday, {}, 1);
  const auto laptop = story.turns(ben, ladder, Turning::changed, "b", friday, {}, 2);
  ASSERT_LT(laptop.link, phone.link);
  EXPECT_EQ(story.view(ladder).now.front().text, "a");
  EXPECT_EQ(story.view(ladder).now.back().text, "b");
}

TEST(Promises, stay_open_at_a_turn_from_the_future) {
  PromiseStory story;
  const auto ladder = story.promises(ben, "the ladder", tuesday);
  story.turns(ben, ladder, static_cast<Turning>(77));
  EXPECT_TRUE(story.view(ladder).is_open());
  EXPECT_EQ(story.view(ladder).turns.size(), 1U);
}

std::vector<Seen> drawn_promises() {
  using kith::test::drawn;
  using kith::test::drawn_coin;
  PromiseStory story;
  std::vector<Seen> asks;
  std::vector<Seen> given;
  std::vector<Reference> turns;
  const auto entries = drawn<int>(1, 30);
  for (int i = 0; i < entries; ++i) {
    const auto who = drawn<std::uint8_t>(1, 3);
    const auto what = drawn<int>(0, 3);
    if (what == 0) {
      asks.push_back(story.write(who, Ask{"?", {}, std::nullopt, {}}));
    } else if (what == 1 || given.empty()) {
      std::vector<Reference> answers;
      if (!asks.empty() && drawn_coin()) answers = {ref(asks.back())};
      given.push_back(story.promises(who, "p", friday, answers));
    } else {
      const auto& on = given[drawn<std::size_t>(0, given.size() - 1)];
      const auto author = drawn_coin() ? on.author.raw[0] : who;
      std::vector<Reference> instead;
      if (!turns.empty() && drawn_coin()) instead = {turns.back()};
      turns.push_back(ref(story.turns(author, on, static_cast<Turning>(drawn<std::uint64_t>(0, 3)),
                                      "t", tuesday, instead, drawn<std::uint8_t>(1, 2))));
    }
  }
  std::erase_if(story.all, [](const Seen&) { return drawn<int>(0, 9) == 0; });
  for (auto& seen : story.all) {
    if (drawn<int>(0, 9) == 0) seen.body.reset();
  }
  return story.all;
}

TEST(Promises, give_one_view_in_whatever_order_they_come) {
  EXPECT_TRUE(kith::test::holds("the same entries give the same view", [] {
    const auto entries = drawn_promises();
    const auto fold = test::folded<Promises>(entries);
    auto again = test::shuffled(entries, kith::test::drawn<std::uint32_t>(0, 1'000'000));
    again.insert(again.end(), entries.begin(), entries.end());
    const auto other = test::folded<Promises>(again);
    RC_ASSERT(fold.promises() == other.promises());
    RC_ASSERT(fold.asks() == other.asks());
  }));
}

}  // namespace
}  // namespace kith::kinds
