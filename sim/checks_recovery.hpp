// What recovery keys are held to: each epoch is handed to the one that is in force and to no other,
// and once somebody used theirs, what it opens of their own logs is open. Reads only.
#pragma once

#include "sim/world.hpp"

namespace kith::sim {

/// Of an entry that was just written.
void check_handed_to_recovery(World& world, const Written& entry);

/// Of somebody who used all of their keys just now.
void check_recovered(World& world, Who who);

}  // namespace kith::sim
