// `kith-sim world`: random histories of small worlds, each from a seed; any that goes wrong is told
// with the command that plays it again.
#pragma once

#include <span>
#include <string_view>

namespace kith::sim {

inline constexpr std::string_view world_usage =
    "world [--seed N] [--steps M] [--people P] [--histories H] [--days D]";

/// 0: every property held. 1: one did not. 2: the words make no sense.
[[nodiscard]] int world_command(std::span<const char* const> words);

}  // namespace kith::sim
