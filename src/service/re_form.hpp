// The request by which some of a circle go on as another: each of them gives it for themself, from
// their own copy, and asks nobody who stays. Source: docs/kinds.md.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

/// {"circle", "name", "with": [NAME, …], "past"?: "all" or "none"}: the new circle, and "from",
/// "found" (somebody of these began it already), "past_given", "past_not_given".
[[nodiscard]] Answer re_form(OpenHome& home, const Json& request, const Progress& progress);

}  // namespace kith::service
