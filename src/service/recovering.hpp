// My recovery key: made once and shown once, used where a home came back from a backup, ended. Its
// secret passes through here as text and is not kept.
// Source: docs/protocol.md §5.5.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

/// {"file": PATH} to write the key into, mode 0600; without it the answer has it, as "key".
[[nodiscard]] Answer recovery_make(OpenHome& home, const Json& request, const Progress& progress);
/// {"file": PATH} or {"key": TEXT} → {"opened", "unreadable", "in_force"}.
[[nodiscard]] Answer recovery_use(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer recovery_end(OpenHome& home, const Json& request, const Progress& progress);

/// When the key in force was made, or null.
[[nodiscard]] Json recovery_json(const node::Node& node);

}  // namespace kith::service
