// Who is dialled next, where and when, by times and chance that the tests choose.
#include "running/dial_plan.hpp"

#include <gtest/gtest.h>

#include "tests/seeded_entropy.hpp"

namespace kith::running {
namespace {

using namespace std::chrono_literals;

class DialPlanTest : public ::testing::Test {
 protected:
  static Peer peer(std::uint8_t number) {
    DeviceId id{};
    id.raw[0] = number;
    return {PersonId{}, id};
  }
  static Target target(std::uint8_t number, std::vector<transport::Address> ways) {
    return {peer(number), std::move(ways)};
  }
  static Instant at(std::chrono::microseconds when) { return {when}; }
  // Fails once with each address, and says how long is waited then.
  std::chrono::microseconds wait_after_failure(Instant now) {
    const auto next = plan.next(now);
    EXPECT_TRUE(next.has_value());
    plan.failed(next->peer, now, entropy);
    return plan.wake()->since_start - now.since_start;
  }

  kith::test::SeededEntropy entropy{7};
  DialPlan plan;
  const transport::Address here{"a", 1};
  const transport::Address there{"b", 2};
};

TEST_F(DialPlanTest, everybody_is_dialled_at_once_and_each_once) {
  plan.set_targets({target(1, {here}), target(2, {there})}, at(5s));
  EXPECT_EQ(plan.wake(), at(5s));
  EXPECT_EQ(plan.next(at(5s))->address, here);
  EXPECT_EQ(plan.next(at(5s))->address, there);
  EXPECT_FALSE(plan.next(at(1h)).has_value());
  EXPECT_FALSE(plan.wake().has_value());
}

TEST_F(DialPlanTest, all_addresses_are_tried_before_any_wait) {
  plan.set_targets({target(1, {here, there})}, at(0s));
  EXPECT_EQ(plan.next(at(0s))->address, here);
  plan.failed(peer(1), at(1s), entropy);
  EXPECT_EQ(plan.next(at(1s))->address, there);
  plan.failed(peer(1), at(2s), entropy);
  EXPECT_FALSE(plan.next(at(2s)).has_value());
  EXPECT_EQ(plan.next(at(4s))->address, here);
}

TEST_F(DialPlanTest, waits_double_from_a_second_to_five_minutes_and_half_of_each_is_chance) {
  plan.set_targets({target(1, {here})}, at(0s));
  auto now = at(0s);
  std::chrono::microseconds full = redial_wait_min;
  for (int i = 0; i < 15; ++i) {
    const auto wait = wait_after_failure(now);
    EXPECT_GE(wait, full / 2) << i;
    EXPECT_LE(wait, full) << i;
    EXPECT_FALSE(plan.next(now + (wait - 1us)).has_value());
    now = now + wait;
    full = std::min<std::chrono::microseconds>(full * 2, redial_wait_max);
  }
  EXPECT_EQ(full, redial_wait_max);
}

TEST_F(DialPlanTest, chance_spreads_those_who_failed_together) {
  plan.set_targets({target(1, {here}), target(2, {here})}, at(0s));
  (void)plan.next(at(0s));
  (void)plan.next(at(0s));
  plan.failed(peer(1), at(0s), entropy);
  plan.failed(peer(2), at(0s), entropy);
  const auto first = plan.wake();
  (void)plan.next(*first);
  EXPECT_GT(plan.wake(), first);
}

TEST_F(DialPlanTest, who_is_reached_is_not_dialled_until_lost) {
  plan.set_targets({target(1, {here})}, at(0s));
  plan.reached(peer(1), at(1s));  // they came
  EXPECT_FALSE(plan.next(at(1h)).has_value());
  plan.lost(peer(1), at(1h), entropy);
  EXPECT_FALSE(plan.next(at(1h)).has_value());
  EXPECT_TRUE(plan.next(at(1h + 1s)).has_value());
}

TEST_F(DialPlanTest, a_session_that_breaks_at_once_does_not_shorten_the_wait) {
  plan.set_targets({target(1, {here})}, at(0s));
  auto now = at(0s);
  for (int i = 0; i < 6; ++i) {
    ASSERT_TRUE(plan.next(now).has_value());
    plan.reached(peer(1), now);
    plan.lost(peer(1), now, entropy);
    now = *plan.wake();
  }
  EXPECT_GE(now.since_start, 31s / 2);
  ASSERT_TRUE(plan.next(now).has_value());
  plan.reached(peer(1), now);
  now = now + good_session_min;
  plan.lost(peer(1), now, entropy);
  EXPECT_LE(plan.wake()->since_start - now.since_start, redial_wait_min);
}

TEST_F(DialPlanTest, a_device_that_two_list_is_dialled_for_each_of_them) {
  const Peer hers = peer(1);
  const Peer his{PersonId{{9}}, hers.device};
  plan.set_targets({{hers, {here}}, {his, {there}}}, at(0s));
  plan.reached(hers, at(0s));
  const auto next = plan.next(at(0s));
  ASSERT_TRUE(next.has_value());
  EXPECT_EQ(next->peer, his);
  EXPECT_EQ(next->address, there);
  plan.failed(his, at(0s), entropy);
  EXPECT_FALSE(plan.next(at(0s)).has_value());
}

TEST_F(DialPlanTest, who_is_sighted_is_dialled_there_at_once_and_then_as_before) {
  plan.set_targets({target(1, {here})}, at(0s));
  const auto waited = wait_after_failure(at(0s));
  plan.sighted(peer(1), there, at(100ms));
  EXPECT_EQ(plan.wake(), at(100ms));
  EXPECT_EQ(plan.next(at(100ms))->address, there);
  plan.failed(peer(1), at(200ms), entropy);
  EXPECT_GT(plan.wake(), at(200ms));
  EXPECT_LT(plan.wake(), at(200ms + 2 * redial_wait_min + waited));
  EXPECT_EQ(plan.next(at(1h))->address, here);
}

TEST_F(DialPlanTest, without_an_address_only_a_sighting_leads_to_a_dial) {
  plan.set_targets({target(1, {})}, at(0s));
  EXPECT_FALSE(plan.wake().has_value());
  plan.sighted(peer(1), there, at(1s));
  plan.set_targets({target(1, {})}, at(1s));  // something was written meanwhile
  EXPECT_EQ(plan.next(at(1s))->address, there);
  plan.failed(peer(1), at(2s), entropy);
  EXPECT_FALSE(plan.wake().has_value());
  plan.sighted(peer(2), there, at(3s));
  EXPECT_FALSE(plan.wake().has_value());
}

TEST_F(DialPlanTest, sightings_lead_to_a_dial_now_and_then_alone) {
  plan.set_targets({target(1, {})}, at(0s));
  plan.sighted(peer(1), there, at(1s));
  (void)plan.next(at(1s));
  plan.failed(peer(1), at(1s), entropy);
  plan.sighted(peer(1), here, at(1s + sighting_wait - 1us));
  EXPECT_FALSE(plan.next(at(1h)).has_value());
  plan.sighted(peer(1), here, at(1s + sighting_wait));
  EXPECT_EQ(plan.next(at(1h))->address, here);
  plan.reached(peer(1), at(2h));
  plan.sighted(peer(1), there, at(3h));
  EXPECT_FALSE(plan.wake().has_value());
}

TEST_F(DialPlanTest, a_new_address_is_tried_at_once_and_an_old_one_goes_on_waiting) {
  plan.set_targets({target(1, {here})}, at(0s));
  for (int i = 0; i < 6; ++i) {
    plan.set_targets({target(1, {here})}, at(0s));
    if (plan.next(at(i * 1h)).has_value()) plan.failed(peer(1), at(i * 1h), entropy);
  }
  const auto now = at(5h);
  plan.set_targets({target(1, {here})}, now);
  EXPECT_FALSE(plan.next(now).has_value());
  plan.set_targets({target(1, {there, here})}, now);
  EXPECT_EQ(plan.next(now)->address, there);
}

TEST_F(DialPlanTest, when_the_network_is_back_whoever_waits_is_dialled_within_a_second) {
  plan.set_targets({target(1, {here, there}), target(2, {here})}, at(0s));
  for (int i = 0; i < 12; ++i) {
    while (const auto next = plan.next(at(i * 10min)))
      plan.failed(next->peer, at(i * 10min), entropy);
  }
  plan.reached(peer(2), at(2h));
  plan.hurry(at(2h), entropy);
  EXPECT_LT(*plan.wake(), at(2h + soon_max));
  EXPECT_EQ(plan.next(at(2h + soon_max))->address, here);
  EXPECT_FALSE(plan.next(at(2h + soon_max)).has_value());  // the other is here
  plan.failed(peer(1), at(2h + soon_max), entropy);
  EXPECT_EQ(plan.next(at(2h + soon_max))->address, there);
  plan.failed(peer(1), at(2h + soon_max), entropy);
  EXPECT_LE(*plan.wake(), at(2h + soon_max + redial_wait_min));
}

TEST_F(DialPlanTest, waits_grow_as_far_as_they_are_told_to) {
  plan.set_targets({target(1, {here})}, at(0s));
  auto now = at(0s);
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(plan.next(now).has_value());
    plan.failed(peer(1), now, entropy, 1h);
    if (i > 14) {
      EXPECT_GE(plan.wake()->since_start - now.since_start, 30min);
    }
    EXPECT_LE(plan.wake()->since_start - now.since_start, 1h);
    now = *plan.wake();
  }
  (void)plan.next(now);
  plan.failed(peer(1), now, entropy, 90s);  // a better hour began
  EXPECT_LE(plan.wake()->since_start - now.since_start, 90s);
}

TEST_F(DialPlanTest, who_is_no_target_any_more_is_not_dialled) {
  plan.set_targets({target(1, {here})}, at(0s));
  (void)plan.next(at(0s));
  plan.set_targets({}, at(1s));
  plan.failed(peer(1), at(1s), entropy);
  plan.lost(peer(1), at(1s), entropy);
  EXPECT_FALSE(plan.wake().has_value());
}

}  // namespace
}  // namespace kith::running
