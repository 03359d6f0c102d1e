// What is new since somebody last looked, and what waits for them: said, offered, ending, owed.
// Gathers; refuses to know how it is drawn, and never counts anybody's doing.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

/// {"told": true}: somebody reads it, and what ends is not told again tomorrow. {"mark": true}:
/// from now on all of it counts as looked at.
[[nodiscard]] Answer today(OpenHome& home, const Json& request, const Progress& progress);

}  // namespace kith::service
