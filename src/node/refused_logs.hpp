// Logs that came from somebody and that nothing is taken of, as I ignored their author: whoever
// offers them is told so before they are sent once more. Refuses to know why, and sessions.
// Source: docs/protocol.md §10.5.
#pragma once

#include <set>

#include "node/store.hpp"

namespace kith::node {

/// Errors: damaged, and the store's.
[[nodiscard]] Result<std::set<LogId>, StoreError> refused_logs(const Store& store);
void keep_refused(const LogId& log, Batch& batch);
/// Whom I know now may be the author of any of them.
[[nodiscard]] Result<void, StoreError> forget_refused(const Store& store, Batch& batch);

}  // namespace kith::node
