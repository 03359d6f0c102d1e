// How much a home keeps, in memory and on its disk: never beyond the named limits, and never more
// than in proportion to what came to it and what its person wrote, whoever sent it. Reads only.
#pragma once

#include "sim/world.hpp"

namespace kith::sim {

class Kept {
 public:
  void check(World& world, Who who, const Fresh& fresh);
  /// A home of theirs wrote an entry.
  void wrote(const Written& entry) { wrote_[entry.home] += entry.lean.size(); }

 private:
  void check_size(World& world, Who who);

  std::map<Who, std::uint64_t> put_;  // sealed bytes and keys that its node asked to be kept
  std::map<Who, std::uint64_t> wrote_;
};

}  // namespace kith::sim
