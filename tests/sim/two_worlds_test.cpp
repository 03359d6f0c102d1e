// Nothing about other logs is said: two runs that differ only in whether X includes M look the same
// in the sessions and the bundles of those who were never in X's audience. (model: two_worlds,
// hole_two_worlds)
#include <gtest/gtest.h>

#include "sim/deeds.hpp"
#include "tests/sim/overheard.hpp"
#include "wire/varint.hpp"

namespace kith::sim {
namespace {

constexpr Who x = 0;
constexpr Who m = 1;

/// What passes between two people: every frame of each session, and the sizes in each bundle.
using Passed = std::vector<std::vector<Frame>>;

struct Run {
  Passed watched;  // among those who never hear X
  Passed with_x;   // between X and M
  Passed bundles;  // among those who never hear X
};

std::vector<Frame> sizes_in(ByteView bundle) {
  std::vector<Frame> sizes{{false, 0, bundle.size()}};
  wire::ByteReader reader{bundle};
  (void)reader.take(14 + 32);
  const auto keys = *reader.take_fixed<std::uint16_t>();
  sizes.push_back({false, 1, keys});
  (void)reader.take(std::size_t{keys} * 89);
  for (auto left = *reader.take_fixed<std::uint16_t>(); left > 0; --left) {
    const auto size = *reader.take_fixed<std::uint32_t>();
    sizes.push_back({false, 2, size});
    (void)reader.take(size);
  }
  std::ranges::sort(sizes);  // they are shuffled
  return sizes;
}

/// Four to seven people, of whom some met: X, M, perhaps N whom X addresses in both worlds, and
/// those who never hear X: at least two, so that three people have nothing to compare.
class Setting {
 public:
  explicit Setting(std::uint64_t seed) : dice(seed), world(seed, 4 + dice.below(4)) {
    const bool with_n = world.people() > 4 && dice.chance(60);
    first_watched = with_n ? 3 : 2;
    for (Who one = 0; one < world.people(); ++one) {
      for (Who other = one + 1; other < world.people(); ++other) {
        const bool needed = one == m || (one == x && other <= first_watched - 1) ||
                            (one == first_watched && other == first_watched + 1);
        if (needed || dice.chance(50)) meet_both(one, other);
      }
    }
    garden = *found(world, m, "garden");
    for (Who whom = 2; whom < world.people(); ++whom) (void)include(world, m, garden, whom);
    // X hears of the circle, and so can write in it.
    (void)include(world, m, garden, x);
    for (const auto& [one, other] : met) {
      if (one == m || other == m) (void)world.sync(one, other);
    }
    (void)part(world, m, garden, x);
    if (with_n) (void)include(world, x, garden, Who{2});
  }

  Run live(bool x_includes_m) {
    for (int i = 0; i < 70; ++i) {
      const auto what = dice.below(100);
      const auto& [one, other] = dice.one_of(met);
      const bool flipped = dice.chance(50);
      const auto who = flipped ? other : one;
      const auto whom = flipped ? one : other;
      if (what < 12) {
        (void)say(world, x, garden, "x speaks");
      } else if (what < 20) {
        act_of_x(x_includes_m, what < 17);
      } else if (what < 34) {
        if (who != x) (void)say(world, who, garden, "words");
      } else if (what < 44) {
        if (who != x) (void)include(world, who, garden, whom);
      } else if (what < 46) {
        if (who != x) (void)part(world, who, garden, whom);
      } else if (what < 52) {
        constexpr std::array days{1, 8, 40, 70};
        world.pass(std::chrono::hours{24 * days[dice.below(days.size())]});
      } else if (what < 62) {
        carry(who, whom);
      } else {
        talk(who, whom);
      }
    }
    EXPECT_TRUE(world.problems().empty()) << world.problems().front();
    return run;
  }

 private:
  void meet_both(Who one, Who other) {
    meet(world, one, other);
    met.emplace_back(one, other);
  }
  // M hears X, and says nothing of it to those who do not.
  [[nodiscard]] bool watches(Who one, Who other) const {
    const auto is_watched = [&](Who who) { return who == m || who >= first_watched; };
    return is_watched(one) && is_watched(other);
  }
  // Whether or not X does it, the moment passes.
  void act_of_x(bool does, bool includes) {
    if (!does) {
      world.pass(std::chrono::milliseconds{1});
    } else if (includes) {
      (void)include(world, x, garden, m);
    } else {
      (void)part(world, x, garden, m);
    }
  }
  void talk(Who one, Who other) {
    const bool xs = (one == x && other == m) || (one == m && other == x);
    if (!watches(one, other) && !xs) {
      (void)world.sync(one, other);
      return;
    }
    auto frames = overheard(world.person(one), world.person(other));
    (xs ? run.with_x : run.watched).push_back(std::move(frames));
  }
  void carry(Who from, Who to) {
    const auto file = world.write_bundle(from, to);
    if (!file) return;
    if (watches(from, to)) run.bundles.push_back(sizes_in(*file));
    (void)world.read_bundle(to, *file, World::File::as_written);
  }

  Dice dice;
  World world;
  Who first_watched{};
  std::vector<std::pair<Who, Who>> met;
  CircleId garden;
  Run run;
};

TEST(TwoWorlds, whether_x_includes_m_shows_to_nobody_who_never_heard_x) {
  std::size_t frames = 0;
  std::size_t ranges = 0;
  std::size_t bundles = 0;
  std::size_t told_apart = 0;
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    const auto with = Setting{seed}.live(true);
    const auto without = Setting{seed}.live(false);
    EXPECT_EQ(with.watched, without.watched) << "seed " << seed;
    EXPECT_EQ(with.bundles, without.bundles) << "seed " << seed;
    for (const auto& session : with.watched) {
      frames += session.size();
      ranges += static_cast<std::size_t>(
          std::ranges::count(session, sync::RangeBytes::type, &Frame::type));
    }
    bundles += with.bundles.size();
    told_apart += with.with_x == without.with_x ? 0 : 1;
  }
  // There was something to see, and where it may be seen it is.
  EXPECT_GT(frames, 1000U);
  EXPECT_GT(ranges, 50U);
  EXPECT_GT(bundles, 20U);
  EXPECT_GT(told_apart, 5U);
}

}  // namespace
}  // namespace kith::sim
