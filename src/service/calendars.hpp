// Requests about iCalendar files: what takes place, written into one; the events of one, brought
// into a circle. Source: docs/kinds.md.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

/// {"file", "circle"?} → {"file", "events", "left_out"}
[[nodiscard]] Answer calendar(OpenHome& home, const Json& request, const Progress& progress);
/// {"file", "circle", "zone"?} → {"events", "left_out"}; what I brought there before is left out.
[[nodiscard]] Answer import_ics(OpenHome& home, const Json& request, const Progress& progress);

}  // namespace kith::service
