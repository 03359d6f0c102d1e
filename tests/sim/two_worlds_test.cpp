// Nothing about other logs is said: two runs that differ only in whether X includes M look the same
// in the sessions of P with Q, who were never in X's audience. (model: two_worlds, hole_two_worlds)
#include <gtest/gtest.h>

#include "sim/deeds.hpp"

namespace kith::sim {
namespace {

constexpr Who x = 0;
constexpr Who m = 1;
constexpr Who n = 2;
constexpr Who p = 3;
constexpr Who q = 4;

// What P and Q can see of each other: which entries go over, how many bytes, in how many turns.
using Frames = std::vector<std::vector<std::uint64_t>>;

void sync_and_note(World& world, Who one, Who other, Frames& frames) {
  const bool watched = (one == p && other == q);
  if (!watched) {
    (void)world.sync(one, other);
    return;
  }
  const auto tally = sim::sync(world.person(one), world.person(other));
  ASSERT_TRUE(tally.has_value());
  frames.push_back(
      {tally->sent, tally->received, tally->bytes_out, tally->bytes_in, tally->round_trips});
}

struct Setting {
  explicit Setting(std::uint64_t seed, bool x_knows_p) : world(seed, 5) {
    for (const auto& [one, other] :
         std::vector<std::pair<Who, Who>>{{x, m}, {x, n}, {m, n}, {m, p}, {m, q}, {n, p}, {p, q}}) {
      meet(world, one, other);
    }
    if (x_knows_p) meet(world, x, p);
    garden = *found(world, m, "garden");
    for (const auto whom : {n, p, q}) (void)include(world, m, garden, whom);
    for (const auto& [one, other] : std::vector<std::pair<Who, Who>>{{m, n}, {m, p}, {m, q}}) {
      (void)world.sync(one, other);
    }
    (void)include(world, n, garden, m);
    (void)include(world, p, garden, q);
    // X hears of the circle from N, and so can write in it.
    (void)include(world, n, garden, x);
    (void)world.sync(x, n);
    (void)part(world, n, garden, x);
    (void)include(world, x, garden, n);
  }
  World world;
  CircleId garden;
};

Frames run(std::uint64_t seed, bool included) {
  Dice dice{seed};
  Setting setting{seed, dice.chance(50)};
  auto& world = setting.world;
  const auto& garden = setting.garden;
  Frames frames;
  const std::vector<std::pair<Who, Who>> talks{{x, n}, {n, m}, {m, p}, {m, q},
                                               {n, p}, {p, q}, {p, q}, {x, p}};
  const std::vector<std::pair<Who, Who>> acts{{m, x}, {m, x}, {n, m}, {p, q},
                                              {p, m}, {q, p}, {n, p}, {m, p}};
  for (int i = 0; i < 60; ++i) {
    const auto what = dice.below(100);
    const auto& [one, other] = dice.one_of(talks);
    const auto& [who, whom] = dice.one_of(acts);
    // Whether or not X does it, the moment passes.
    if (what < 15) {
      (void)say(world, x, garden, "x speaks");
    } else if (what < 20) {
      if (included) (void)include(world, x, garden, m);
      if (!included) world.pass(std::chrono::milliseconds{1});
    } else if (what < 24) {
      if (included) (void)part(world, x, garden, m);
      if (!included) world.pass(std::chrono::milliseconds{1});
    } else if (what < 40) {
      (void)say(world, who, garden, "words");
    } else if (what < 46) {
      (void)include(world, who, garden, whom);
    } else if (what < 48) {
      (void)part(world, who, garden, whom);
    } else if (what < 56) {
      constexpr std::array days{1, 8, 40, 70};
      world.pass(std::chrono::hours{24 * days[dice.below(days.size())]});
    } else {
      sync_and_note(world, one, other, frames);
    }
  }
  EXPECT_TRUE(world.problems().empty()) << world.problems().front();
  return frames;
}

TEST(TwoWorlds, whether_x_includes_m_shows_in_no_session_of_those_who_never_heard_x) {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    EXPECT_EQ(run(seed, true), run(seed, false)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace kith::sim
