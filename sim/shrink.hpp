// Makes a history that goes wrong smaller: fewer knobs, fewer steps, as long as something goes
// wrong. Refuses to know what.
#pragma once

#include "sim/history.hpp"

namespace kith::sim {

/// Requires: the plan goes wrong. Plays at most 40 histories.
[[nodiscard]] Plan shrink(Plan plan);

/// The command that plays it.
[[nodiscard]] std::string command_of(const Plan& plan);

}  // namespace kith::sim
