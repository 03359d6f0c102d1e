// What bodies of meeting say: what takes place when and where, what its author says of it later,
// and who comes. Times stand on the clock of a place, so that six in the evening stays six in the
// evening. Plain values and their form; refuses to know zones, calendars, and who said it.
// Source: docs/protocol.md §3.7; docs/kinds.md.
#pragma once

#include "base/bytes.hpp"
#include "kinds/body_fields.hpp"

namespace kith::kinds {

/// What a clock on the wall of some place shows: seconds since its 1970-01-01T00:00, as if no clock
/// there were ever changed.
struct CivilTime {
  std::int64_t seconds{};
  auto operator<=>(const CivilTime&) const = default;
};

/// Days since 1970-01-01 on some place's calendar.
struct CivilDay {
  std::uint64_t number{};
  auto operator<=>(const CivilDay&) const = default;
};

inline constexpr std::int64_t day_seconds = 86'400;

/// Requires: not before 1970.
[[nodiscard]] inline CivilDay day_of(CivilTime time) {
  return {static_cast<std::uint64_t>(time.seconds / day_seconds)};
}

struct Event {
  std::string title;
  CivilTime at;
  std::optional<std::string> zone;  // as tz names it: Europe/Madrid; nothing: of whole days
  std::optional<CivilTime> until;   // by the same clock; of whole days, the day after the last
  std::optional<std::string> where;
  std::vector<std::string> bring;     // ascending
  std::optional<std::string> repeat;  // an RRULE of RFC 5545; kinds/recurrence reads some of them
  std::optional<std::string> text;    // what else there is to say
  std::optional<std::string> uid;     // what another calendar calls it, where it comes from one
  bool operator==(const Event&) const = default;
};

/// What a turn of an event says; others are kept and shown by their number.
enum class EventTurning : std::uint64_t { changed = 0, called_off = 1 };

/// What became of an event, by the word of who brought it.
struct EventTurn {
  Link event;
  std::uint64_t turning{};  // EventTurning, or one from the future
  std::optional<std::string> words;
  std::vector<Reference> instead;  // own earlier turns that it takes the place of; ascending
  std::optional<Event> now;        // changed: all of it, as it is from then on
  std::optional<CivilDay> day;     // called off: on that day alone
  bool operator==(const EventTurn&) const = default;
};

/// What someone says of coming; others are kept and shown by their number.
enum class Attending : std::uint64_t { yes = 0, perhaps = 1, no = 2 };

/// Whether its author comes to an event: for themself alone.
struct Coming {
  Link event;
  std::uint64_t attending{};  // Attending, or one from the future
  std::optional<std::string> words;
  std::vector<Reference> instead;
  std::optional<CivilDay> day;  // on that day; nothing: whenever it takes place
  bool operator==(const Coming&) const = default;
};

void put(wire::CborWriter& out, const Event& body);
void put(wire::CborWriter& out, const EventTurn& body);
void put(wire::CborWriter& out, const Coming& body);

[[nodiscard]] std::optional<Event> event_of(const Fields& fields);
[[nodiscard]] std::optional<EventTurn> event_turn_of(const Fields& fields);
[[nodiscard]] std::optional<Coming> coming_of(const Fields& fields);

}  // namespace kith::kinds
