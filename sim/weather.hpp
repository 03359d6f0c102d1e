// How wires of a world behave where their knobs are on. Refuses to know what goes over them.
#pragma once

#include "sim/knobs.hpp"

namespace kith::sim {

/// Of a hundred pieces.
struct Weather {
  unsigned lost{};
  unsigned garbled{};
  unsigned cut_short{};
  unsigned repeated{};
  unsigned overtaken{};
  [[nodiscard]] static Weather drawn(std::uint64_t seed, const Knobs& knobs);
};

}  // namespace kith::sim
