// What of one strand waits for the index: disjoint runs, ascending, neighbours joined. Pure; both
// stores use it.
#pragma once

#include <vector>

#include "node/records.hpp"

namespace kith::store {

using Runs = std::vector<node::WaitingRun>;  // of one strand

/// Adds a run; what overlaps or touches it becomes one with it.
void add_run(Runs& runs, const node::WaitingRun& added);

/// Takes [first, last] of `cut` out of all runs.
void cut_run(Runs& runs, const node::WaitingRun& cut);

}  // namespace kith::store
