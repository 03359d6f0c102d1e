// Requests about those who lost everything: a new person says who they were, and each who knew that
// one decides for themself, on their own device, what follows. Source: docs/kinds.md.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

/// {"name", "circle": a talk, "words"?}
[[nodiscard]] Answer i_was(OpenHome& home, const Json& request, const Progress& progress);
/// {"person": the new one, "as": the one I knew, "include"?, "past"?}, or {"person", "not": true}.
[[nodiscard]] Answer recognise(OpenHome& home, const Json& request, const Progress& progress);
/// Whom I recognised, and who says to have been somebody: [{…, "was", "says"}].
[[nodiscard]] Answer recognised(OpenHome& home, const Json& request, const Progress& progress);

}  // namespace kith::service
