// Finding words, some at a time. Refuses to know how the words are held, and who wants how many.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

/// {"words", "circle", "last", "before", "muted"}
///  → {"entries": [the newest first], "next": where to go on, or null, "waiting": not yet
///  searchable}
///
/// Takes about 20 ms, whatever the home holds: where that finds fewer, the next one goes on.
[[nodiscard]] Answer search(OpenHome& home, const Json& request, const Progress& progress);

}  // namespace kith::service
