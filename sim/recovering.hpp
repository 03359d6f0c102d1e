// What people do with recovery keys, where that knob is on: now and then somebody writes one on
// paper, ends it, or uses what lies in the drawer, mostly after their home went back to an older
// disk and others gave its logs back. Draws by itself, so that a history without it stays what it
// was. Refuses to know how a node hands anything over.
#pragma once

#include <functional>

#include "sim/knobs.hpp"
#include "sim/world.hpp"

namespace kith::sim {

class Recovering {
 public:
  Recovering(World& world, std::uint64_t seed, const Knobs& knobs);

  void now_and_then();
  /// All who have papers use them: what came back closed is open then, or the world is told.
  void all_use();

  /// False: it could not be kept.
  bool make(Who who);
  bool end(Who who);
  /// With every key that lies in the drawer. Stops where a disk fails.
  void use(Who who);

 private:
  [[nodiscard]] std::optional<Who> somebody(const std::function<bool(Who)>& fits);

  World& world_;
  bool on_;
  Dice dice_;
  test::SeededEntropy entropy_;
};

}  // namespace kith::sim
