// The wall clock of this machine. Knows nothing of whether it is right: the node keeps a high-water
// mark of its own.
#pragma once

#include "base/time.hpp"

namespace kith::host {

[[nodiscard]] WallTime wall_now();

}  // namespace kith::host
