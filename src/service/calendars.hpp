// Requests about iCalendar files: what takes place, written into one; the events of one, brought
// into a circle. Source: docs/kinds.md.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

struct WrittenCalendar {
  std::string text;
  std::size_t events{};
  Json left_out;  // by title, with the reason
};
/// What takes place in these talks.
[[nodiscard]] Outcome<WrittenCalendar> calendar_of(OpenHome& home,
                                                   const std::vector<node::CircleNumber>& talks);

/// {"file", "circle"?} → {"file", "events", "left_out"}
[[nodiscard]] Answer calendar(OpenHome& home, const Json& request, const Progress& progress);
/// {"file", "circle", "zone"?} → {"events", "left_out"}; what I brought there before is left out.
[[nodiscard]] Answer import_ics(OpenHome& home, const Json& request, const Progress& progress);

}  // namespace kith::service
