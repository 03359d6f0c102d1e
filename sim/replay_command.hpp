// `kith-sim replay FILE --people N [--answers FILE] [--seed S] [--json]`: reads the files, runs the
// replay, prints what it cost. Exits 1 with a sentence where a check fails, 2 where it was asked
// wrongly.
#pragma once

#include <span>
#include <string>

namespace kith::sim {

int replay_command(std::span<const std::string> words);

}  // namespace kith::sim
