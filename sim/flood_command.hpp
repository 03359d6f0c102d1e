// `kith-sim flood`, as a command.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::sim {

inline constexpr std::string_view flood_usage = "flood HOME STATE-FOLDER PORT";

/// Floods the node at PORT of this machine as the one contact of HOME (with a key file). Prints
/// what was sent. Exit status: 0, 1 where the home does not open, 2 for a usage that is not
/// understood.
[[nodiscard]] int flood_command(const std::vector<std::string>& words);

}  // namespace kith::sim
