// What a request says of an event, as a body; what it does not say stays as it was. Refuses to know
// homes.
#pragma once

#include "kinds/event_body.hpp"
#include "service/answer.hpp"

namespace kith::service {

/// Until when it repeats, by its own clock in that zone; nothing where its rule has no such end.
[[nodiscard]] std::optional<kinds::CivilTime> rule_end_of(const kinds::Event& event,
                                                          const std::string& zone);

/// {"title", "at", "zone", "until" or "lasting", "where", "bring", "repeat", "text"}, over
/// `before`. An empty text takes away what was there. Errors: each field that is not of its form,
/// in words.
[[nodiscard]] Outcome<kinds::Event> event_of(const Json& request, const kinds::Event& before);

/// Where this machine stands, for times that name no zone. Errors: its clock names no place.
[[nodiscard]] Outcome<std::string> zone_here();

/// Whether one of its times begins on that day, of those that are followed.
[[nodiscard]] bool takes_place_on(const kinds::Event& event, kinds::CivilDay day);

}  // namespace kith::service
