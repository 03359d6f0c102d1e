// The wall clock of this machine. Knows nothing of whether it is right: the node keeps a high-water
// mark of its own.
#pragma once

#include "base/time.hpp"

namespace kith::host {

[[nodiscard]] WallTime wall_now();
/// Of a clock that goes on while the machine sleeps, and that nobody sets.
[[nodiscard]] Instant now_with_sleep();

}  // namespace kith::host
