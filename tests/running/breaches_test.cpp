// How often somebody's sessions broke the protocol, for their contact to see.
#include "running/breaches.hpp"

#include <gtest/gtest.h>

namespace kith::running {
namespace {

constexpr WallTime monday{1'800'000'000'000'000};

TEST(Breaches, are_counted_of_each_person_since_the_first_of_them) {
  const auto ben = PersonId{{1}};
  Breaches breaches;
  EXPECT_EQ(breaches.of(ben, monday), nullptr);
  for (int hour = 0; hour < 3; ++hour) breaches.note(ben, monday + std::chrono::hours{hour});
  const auto now = monday + std::chrono::hours{3};
  ASSERT_NE(breaches.of(ben, now), nullptr);
  EXPECT_EQ(breaches.of(ben, now)->times, 3U);
  EXPECT_EQ(breaches.of(ben, now)->since, monday);
  EXPECT_EQ(breaches.of(PersonId{{2}}, now), nullptr);
}

TEST(Breaches, are_forgotten_a_week_after_the_last) {
  const auto ben = PersonId{{1}};
  Breaches breaches;
  breaches.note(ben, monday);
  const auto week = monday + std::chrono::hours{7 * 24};
  EXPECT_NE(breaches.of(ben, week), nullptr);
  const auto later = week + std::chrono::seconds{1};
  EXPECT_EQ(breaches.of(ben, later), nullptr);
  breaches.note(ben, later);
  ASSERT_NE(breaches.of(ben, later), nullptr);
  EXPECT_EQ(breaches.of(ben, later)->times, 1U);
  EXPECT_EQ(breaches.of(ben, later)->since, later);
}

}  // namespace
}  // namespace kith::running
