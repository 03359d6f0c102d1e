// `kith-sim crash`, as a command.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::sim {

inline constexpr std::string_view crash_usage =
    "crash [--scenario NAME] [--every N] [--from N] [--power N] [--at N] [--list]";

/// Every scenario, or one, dying at every N-th operation from --from on (1), each time as a process
/// and in --power ways as a machine (3); or at one operation alone. Prints a line a scenario and
/// what is wrong. Exit status: 0, 1 where something is, 2 for a usage that is not understood.
[[nodiscard]] int crash_command(const std::vector<std::string>& words);

}  // namespace kith::sim
