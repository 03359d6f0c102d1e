// `kith-sim waiting`: how often and how late people are reached, with fixed waits and by their
// rhythm. Knows how that is printed.
#pragma once

#include <span>

namespace kith::sim {

inline constexpr const char* waiting_usage = "waiting [--seed N] [--weeks N]";

/// The exit status.
[[nodiscard]] int waiting_command(std::span<const char* const> arguments);

}  // namespace kith::sim
