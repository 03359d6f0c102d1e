// Who takes part until when folds the same in every order, by each one's own word alone.
#include "kinds/taking_part.hpp"

#include <gtest/gtest.h>

#include "tests/kinds/seen_entries.hpp"
#include "tests/wire/property.hpp"

namespace kith::kinds {
namespace {

using test::Hand;
using test::person;
using test::ref;

constexpr WallTime may{5'000'000};
constexpr WallTime june{6'000'000};

TEST(TakingPart, is_until_what_one_said_last) {
  Hand hand;
  hand.write(1, TakingPart{june, {}, {}});
  hand.write(2, TakingPart{june, {}, {}});
  hand.write(1, TakingPart{may, {}, {}});
  const auto fold = test::folded<TakingParts>(hand.all);
  EXPECT_EQ(fold.until(person(1)), may);
  EXPECT_EQ(fold.until(person(2)), june);
  EXPECT_FALSE(fold.until(person(3)).has_value());
}

TEST(TakingPart, of_devices_apart_is_until_the_earlier_end) {
  Hand hand;
  const auto phone = hand.write(1, TakingPart{june, {}, {}}, {}, 1);
  const auto laptop = hand.write(1, TakingPart{may, {}, {}}, {}, 2);
  EXPECT_EQ(test::folded<TakingParts>(hand.all).until(person(1)), may);
  auto both = test::folded<TakingParts>(hand.all).earlier(person(1));
  EXPECT_EQ(both.size(), 2U);
  hand.write(1, TakingPart{june, {}, both}, {}, 1);
  EXPECT_EQ(test::folded<TakingParts>(hand.all).until(person(1)), june);
}

TEST(TakingPart, is_nobodys_to_say_for_another) {
  Hand hand;
  const auto anas = hand.write(1, TakingPart{june, {}, {}});
  hand.write(2, TakingPart{may, {}, {ref(anas)}});
  EXPECT_EQ(test::folded<TakingParts>(hand.all).until(person(1)), june);
}

TEST(TakingPart, gives_one_view_in_whatever_order_it_comes) {
  using kith::test::drawn;
  EXPECT_TRUE(kith::test::holds("the same entries give the same view", [] {
    Hand hand;
    std::vector<Reference> earlier;
    const auto entries = drawn<int>(1, 20);
    for (int i = 0; i < entries; ++i) {
      auto instead = earlier.empty() || !kith::test::drawn_coin()
                         ? std::vector<Reference>{}
                         : std::vector{earlier[drawn<std::size_t>(0, earlier.size() - 1)]};
      earlier.push_back(ref(hand.write(drawn<std::uint8_t>(1, 3),
                                       TakingPart{WallTime{drawn<std::int64_t>(1, 9)}, {}, instead},
                                       {}, drawn<std::uint8_t>(1, 2))));
    }
    for (auto& seen : hand.all) seen.forked = drawn<int>(0, 9) == 0;
    auto again = test::shuffled(hand.all, drawn<std::uint32_t>(0, 1'000'000));
    again.insert(again.end(), hand.all.begin(), hand.all.end());
    RC_ASSERT(test::folded<TakingParts>(hand.all).all() == test::folded<TakingParts>(again).all());
  }));
}

}  // namespace
}  // namespace kith::kinds
