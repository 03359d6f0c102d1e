// Whom I include, folded from my own acts: the same whatever their order, and parting wins.
#include "audience/acts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kith::audience {
namespace {

const CircleId garden{{1}};
const PersonId ben{{2}};

Act include(std::uint8_t id, std::vector<Reference> after = {},
            std::optional<WallTime> until = std::nullopt) {
  return {Reference{{id}}, garden, ben, true, until, std::move(after)};
}
Act part(std::uint8_t id, std::vector<Reference> after = {}) {
  return {Reference{{id}}, garden, ben, false, std::nullopt, std::move(after)};
}
Act leave(std::uint8_t id, std::vector<Reference> after = {}) {
  auto act = part(id, std::move(after));
  act.leaving = true;
  return act;
}
Act at(WallTime time, Act act) {
  act.at = time;
  return act;
}
Reference ref(std::uint8_t id) { return Reference{{id}}; }

Standing fold(std::vector<Act> acts) {
  std::optional<Standing> result;
  std::ranges::sort(acts, {}, &Act::id);
  do {
    Acts folded;
    for (const auto& act : acts) folded.add(act);
    const auto now = folded.standing(garden, ben);
    EXPECT_TRUE(!result || *result == now);
    result = now;
  } while (std::ranges::next_permutation(acts, {}, &Act::id).found);
  return *result;
}

TEST(Acts, nobody_is_included_before_an_act) {
  EXPECT_EQ(Acts{}.standing(garden, ben), Standing{});
}

TEST(Acts, a_later_act_takes_the_place_of_those_it_names) {
  EXPECT_TRUE(fold({include(1)}).included);
  EXPECT_FALSE(fold({include(1), part(2, {ref(1)})}).included);
  EXPECT_TRUE(fold({include(1), part(2, {ref(1)}), include(3, {ref(2)})}).included);
}

TEST(Acts, of_concurrent_acts_parting_wins) {
  EXPECT_FALSE(fold({include(1), include(2, {ref(1)}), part(3, {ref(1)})}).included);
  EXPECT_TRUE(
      fold({include(1), include(2, {ref(1)}), part(3, {ref(1)}), include(4, {ref(2), ref(3)})})
          .included);
}

TEST(Acts, of_two_concurrent_leases_the_shorter_holds) {
  const auto both = fold({include(1, {}, WallTime{50}), include(2, {}, WallTime{40}), include(3)});
  EXPECT_EQ(both, (Standing{true, WallTime{40}}));
}

TEST(Acts, a_lapsed_lease_is_no_audience) {
  Acts acts;
  acts.add(include(1, {}, WallTime{50}));
  EXPECT_EQ(acts.audience(garden, {49}).size(), 1U);
  EXPECT_TRUE(acts.audience(garden, {50}).empty());
  EXPECT_EQ(acts.heads(garden, ben), std::vector{ref(1)});
}

TEST(Acts, who_was_parted_from_by_name_stands_apart_until_included_by_name) {
  EXPECT_EQ(fold({include(1), at({7}, part(2, {ref(1)}))}).parted, WallTime{7});
  EXPECT_EQ(fold({at({7}, part(1))}).parted, WallTime{7});
  EXPECT_FALSE(fold({at({7}, part(1)), include(2, {ref(1)})}).parted);
}

TEST(Acts, leaving_a_circle_sets_nobody_apart) {
  EXPECT_EQ(fold({include(1), leave(2, {ref(1)})}), Standing{});
  EXPECT_TRUE(fold({include(1), leave(2, {ref(1)}), include(3, {ref(2)})}).included);
}

TEST(Acts, of_leaving_and_parting_at_once_parting_stands) {
  const auto both = fold({include(1), leave(2, {ref(1)}), at({7}, part(3, {ref(1)}))});
  EXPECT_EQ(both, (Standing{false, std::nullopt, WallTime{7}}));
  EXPECT_EQ(fold({at({7}, part(1)), at({9}, part(2))}).parted, WallTime{9});
}

TEST(Acts, whose_lease_is_over_stands_apart) {
  Acts acts;
  acts.add(include(1, {}, WallTime{50}));
  EXPECT_TRUE(acts.apart(garden, {49}).empty());
  EXPECT_EQ(acts.apart(garden, {50}), (std::vector{Apart{ben, {50}, true}}));
  acts.add(at({60}, part(2, {ref(1)})));
  EXPECT_EQ(acts.apart(garden, {70}), (std::vector{Apart{ben, {60}, false}}));
}

}  // namespace
}  // namespace kith::audience
