// A random history of a few people: who does what next, and how it ends with everyone connected.
// The deeds are sim/deeds', the properties sim/checks'. Refuses to know how nodes do it.
#pragma once

#include "sim/knobs.hpp"
#include "sim/world.hpp"

namespace kith::sim {

struct Plan {
  std::uint64_t seed{};
  std::size_t people_max{12};
  std::size_t steps{80};        // for each dozen people, as it is more who do something
  unsigned days_each_leap{70};  // at most; 0: time passes by moments alone
  Knobs knobs{};                // what may go wrong
  std::size_t people_min{3};
};

struct Told {
  std::vector<std::string> problems;
  std::uint64_t entries{};
  std::size_t people{};
  std::uint64_t trace{};  // the same plan gives the same
};

/// From the first meeting to a last round of sessions, with every property looked at on the way.
[[nodiscard]] Told tell(const Plan& plan);

}  // namespace kith::sim
