// What a world is held to after every step, at little cost: of what was held, handed over and
// written since the step before, nothing is with anyone whom its author did not give it; what is
// written keeps its author's own rules; what was acknowledged is there; nobody keeps more than may
// be. sim/checks asks all of it again, and more, now and then. Reads only.
#pragma once

#include "sim/checks_kept.hpp"
#include "sim/checks_own.hpp"

namespace kith::sim {

class EachStep {
 public:
  void check(World& world);

 private:
  using Spans = std::vector<node::SpanRecord>;
  void look_at(World& world, Who who, const Fresh& fresh);
  void look_at_strand(World& world, Who who, node::StrandNumber strand);
  void look_at_epoch(World& world, Who who, node::StrandNumber strand, EpochNumber epoch);
  void look_at_written(World& world);

  std::map<std::pair<Who, node::StrandNumber>, Spans> held_;
  std::map<Who, OwnRules> own_;
  Growing growing_;
  Kept kept_;
  std::size_t written_{};  // so many were asked of everyone
};

}  // namespace kith::sim
