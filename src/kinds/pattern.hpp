// From what I noted of how one person's promises to me went to what may be expected next: counts
// first, then an interval that says how little it rests on. A pure function of the notes and of the
// moment; refuses to know who asks, and to put one person beside another.
//
// Source: notes of one person are groups of a hierarchical beta-binomial (Gelman et al., Bayesian
//         Data Analysis, 3rd ed., §5.3): each group's rate comes from Beta(μκ, (1-μ)κ), μ and κ are
//         common to the groups and summed over on a grid. Older notes weigh less, by a forgetting
//         factor as in Jøsang and Ismail, The Beta Reputation System (Bled, 2002), with a half-life
//         of 180 days.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "kinds/observing_body.hpp"

namespace kith::kinds {

inline constexpr std::chrono::hours half_life{180 * 24};
inline constexpr unsigned next_promises = 10;  // that an interval speaks of

/// A note as a pattern takes it: in which group it counts.
struct Noted {
  std::string group;
  WallTime at;
  std::uint64_t went{};
};

/// "7 to 9 of the next 10", and the chance that the next one comes through.
struct Expected {
  double chance{};
  unsigned low{};
  unsigned high{};  // at least four in five of what may come lies within
};

struct PatternGroup {
  std::string name;
  unsigned came_through{};
  unsigned of{};             // without what we changed together
  std::vector<Noted> strip;  // all of them, by time
  Expected expected;
};

/// The groups by name. Notes of a future that is not yet, and of a kind that is not known here, are
/// in the strip and count as nothing.
[[nodiscard]] std::vector<PatternGroup> pattern_of(const std::vector<Noted>& notes, WallTime now);

}  // namespace kith::kinds
