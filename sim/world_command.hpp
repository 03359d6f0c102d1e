// `kith-sim world`: random histories of small worlds, each from a seed; any that goes wrong is made
// smaller and told with the command that plays it again.
#pragma once

#include <span>
#include <string_view>

namespace kith::sim {

inline constexpr std::string_view world_usage =
    "[world] [--seed N | --seeds A..B] [--histories H] [--steps M] [--people P|P..Q] [--days D]\n"
    "               [--knobs drawn|lying|none|all|NAME,NAME] [--without NAME,NAME]\n"
    "               [--stop-at-first] [--as-it-is] | world --from FILE\n"
    "  --knobs      what may go wrong: drawn from each seed unless named\n"
    "               lying: also that some people lie\n"
    "  --without    what is never to go wrong, whatever is drawn\n"
    "  --from       a line a command, as sim/seeds.txt has them\n"
    "  --steps      for each dozen people\n"
    "  --as-it-is   a history that goes wrong is not made smaller";

/// 0: every property held. 1: one did not. 2: the words make no sense.
[[nodiscard]] int world_command(std::span<const char* const> words);

}  // namespace kith::sim
