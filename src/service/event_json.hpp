// An event as JSON: what it is after all changes, when it takes place next, and who says of
// themself that they come. Counts nobody. Refuses to know requests.
#pragma once

#include "kinds/events.hpp"
#include "kinds/occurrences.hpp"
#include "service/open_home.hpp"

namespace kith::service {

/// "yes", "perhaps", "no"; or a number from the future.
[[nodiscard]] std::string attending_text(std::uint64_t attending);
[[nodiscard]] std::optional<kinds::Attending> attending_of(std::string_view text);

/// What it is after all changes; where devices changed it apart, the last of them by time and link;
/// nothing: forgotten.
[[nodiscard]] std::optional<kinds::Event> event_now(const kinds::EventView& view);

/// One time that it takes place, from its beginning to its end; moments where its zone is known.
struct Takes {
  kinds::CivilTime begin;
  kinds::CivilTime end;
  std::optional<WallTime> begins;  // of whole days: on this machine's own clock
  std::optional<WallTime> ends;
};
/// What one answer may still look at, for the rules of each author's events: nobody's many rules
/// leave less for those of others.
using LooksLeft = std::map<PersonId, kinds::RuleLooks>;

/// Those not over at `now`, at most `most`, ascending; fewer where nothing is left of `looks`.
[[nodiscard]] std::vector<Takes> coming_up(const kinds::Event& event,
                                           const std::vector<kinds::CivilDay>& days_off,
                                           WallTime now, std::size_t most, kinds::RuleLooks& looks);

/// Its title, when, where and what, as its author put it; "starts" and "ends" are the moments of
/// its first time, null where its zone is not known or it is of whole days.
[[nodiscard]] Json event_fields_json(const kinds::Event& event);

/// Of one person's words on it the newest alone, and how many more there are.
[[nodiscard]] Json event_json(OpenHome& home, node::CircleNumber talk, const kinds::EventView& view,
                              LooksLeft& looks);

}  // namespace kith::service
