// Events fold the same in every order; only who brought one changes it or calls it off, and each
// says of themself alone whether they come.
#include "kinds/events.hpp"

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

constexpr CivilDay one_day{20'000};
constexpr CivilDay other_day{20'007};

Event event(const std::string& title) {
  return {title, {1'728'000'000}, "Europe/Madrid", {}, {}, {}, {}, {}, {}};
}

struct EventStory : Hand {
  Seen brings(std::uint8_t who, const std::string& title) { return write(who, event(title)); }
  Seen turns(std::uint8_t who, const Seen& on, EventTurning what, std::optional<Event> now = {},
             std::optional<CivilDay> day = {}, std::vector<Reference> instead = {},
             std::uint8_t device = 1) {
    std::ranges::sort(instead);
    return write(who,
                 EventTurn{on.link, static_cast<std::uint64_t>(what), std::nullopt,
                           std::move(instead), std::move(now), day},
                 {ref(on)}, device);
  }
  Seen comes(std::uint8_t who, const Seen& on, Attending how, std::optional<CivilDay> day = {},
             std::uint8_t device = 1) {
    return write(who, Coming{on.link, static_cast<std::uint64_t>(how), std::nullopt, {}, day},
                 {ref(on)}, device);
  }
  EventView view(const Seen& on) const { return *test::folded<Events>(all).view(on.link); }
};

TEST(Events, are_changed_by_who_brought_them_alone) {
  EventStory story;
  const auto assembly = story.brings(ana, "assembly");
  story.turns(ana, assembly, EventTurning::changed, event("round"));
  story.turns(ben, assembly, EventTurning::changed, event("party"));
  story.turns(ben, assembly, EventTurning::called_off);
  const auto view = story.view(assembly);
  ASSERT_EQ(view.now.size(), 1U);
  EXPECT_EQ(view.now[0].title, "round");
  EXPECT_EQ(view.body->title, "assembly");
  EXPECT_FALSE(view.is_called_off());
  EXPECT_EQ(view.turns.size(), 1U);
}

TEST(Events, that_were_called_off_come_back_with_a_change) {
  EventStory story;
  const auto assembly = story.brings(ana, "assembly");
  story.turns(ana, assembly, EventTurning::called_off);
  EXPECT_TRUE(story.view(assembly).is_called_off());
  story.turns(ana, assembly, EventTurning::changed, event("assembly, later"));
  EXPECT_FALSE(story.view(assembly).is_called_off());
}

TEST(Events, are_called_off_on_one_day_whatever_else_is_changed) {
  EventStory story;
  const auto assembly = story.brings(ana, "assembly");
  story.turns(ana, assembly, EventTurning::called_off, {}, one_day);
  story.turns(ana, assembly, EventTurning::changed, event("round"));
  story.turns(ana, assembly, EventTurning::called_off, {}, other_day);
  const auto view = story.view(assembly);
  EXPECT_FALSE(view.is_called_off());
  EXPECT_EQ(view.days_off(), (std::vector{one_day, other_day}));
}

TEST(Events, that_two_devices_changed_apart_stand_twice) {
  EventStory story;
  const auto assembly = story.brings(ana, "assembly");
  const auto phone = story.turns(ana, assembly, EventTurning::changed, event("a"), {}, {}, 1);
  const auto laptop = story.turns(ana, assembly, EventTurning::changed, event("b"), {}, {}, 2);
  EXPECT_EQ(story.view(assembly).now.size(), 2U);
  EXPECT_EQ(test::folded<Events>(story.all).earlier_turns(assembly.link, std::nullopt).size(), 2U);
  story.turns(ana, assembly, EventTurning::changed, event("c"), {}, {ref(phone), ref(laptop)}, 2);
  EXPECT_EQ(story.view(assembly).now.size(), 1U);
}

TEST(Events, hold_each_ones_latest_word_on_coming_of_each_day) {
  EventStory story;
  const auto assembly = story.brings(ana, "assembly");
  story.comes(ben, assembly, Attending::yes);
  story.comes(ben, assembly, Attending::no, one_day);
  story.comes(ben, assembly, Attending::perhaps);
  story.comes(ana, assembly, static_cast<Attending>(77));
  const auto view = story.view(assembly);
  ASSERT_EQ(view.coming.size(), 3U);
  EXPECT_EQ(view.coming[0].coming.day, one_day);
  EXPECT_EQ(view.coming[1].coming.attending, 1U);
  EXPECT_EQ(view.coming[2].coming.attending, 77U);
}

TEST(Events, of_which_a_word_does_not_refer_to_it_are_left_alone) {
  EventStory story;
  const auto assembly = story.brings(ana, "assembly");
  story.write(ana, EventTurn{assembly.link, 1, std::nullopt, {}, std::nullopt, std::nullopt});
  story.write(ben, Coming{assembly.link, 0, std::nullopt, {}, std::nullopt});
  story.write(ben, Coming{Link{{9}}, 0, std::nullopt, {}, std::nullopt}, {Reference{{9}}});
  const auto view = story.view(assembly);
  EXPECT_TRUE(view.turns.empty() && view.coming.empty());
  EXPECT_EQ(test::folded<Events>(story.all).all().size(), 1U);
}

std::vector<Seen> drawn_events() {
  using kith::test::drawn;
  using kith::test::drawn_coin;
  EventStory story;
  std::vector<Seen> brought;
  std::vector<Reference> words;
  const auto entries = drawn<int>(1, 30);
  for (int i = 0; i < entries; ++i) {
    const auto who = drawn<std::uint8_t>(1, 3);
    const auto what = drawn<int>(0, 3);
    if (what == 0 || brought.empty()) {
      brought.push_back(story.brings(who, "e"));
      continue;
    }
    const auto& on = brought[drawn<std::size_t>(0, brought.size() - 1)];
    const auto day =
        drawn_coin() ? std::optional{CivilDay{drawn<std::uint64_t>(1, 2)}} : std::nullopt;
    const auto device = drawn<std::uint8_t>(1, 2);
    const auto author = drawn_coin() ? on.author.raw[0] : who;
    std::vector<Reference> instead;
    if (!words.empty() && drawn_coin()) instead = {words.back()};
    if (what == 1) {
      words.push_back(ref(story.comes(who, on, Attending::yes, day, device)));
    } else if (what == 2) {
      words.push_back(
          ref(story.turns(author, on, EventTurning::changed, event("x"), {}, instead, device)));
    } else {
      words.push_back(
          ref(story.turns(author, on, EventTurning::called_off, {}, day, instead, device)));
    }
  }
  std::erase_if(story.all, [](const Seen&) { return drawn<int>(0, 9) == 0; });
  for (auto& seen : story.all) {
    if (drawn<int>(0, 9) == 0) seen.body.reset();
    if (drawn<int>(0, 9) == 0) seen.forked = true;
  }
  return story.all;
}

TEST(Events, give_one_view_in_whatever_order_they_come) {
  EXPECT_TRUE(kith::test::holds("the same entries give the same view", [] {
    const auto entries = drawn_events();
    const auto fold = test::folded<Events>(entries);
    auto again = test::shuffled(entries, kith::test::drawn<std::uint32_t>(0, 1'000'000));
    again.insert(again.end(), entries.begin(), entries.end());
    RC_ASSERT(fold.all() == test::folded<Events>(again).all());
  }));
}

}  // namespace
}  // namespace kith::kinds
