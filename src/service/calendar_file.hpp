// iCalendar files (RFC 5545), out and in, by libical: what others' calendars read and write. Takes
// and gives text; refuses to know homes, and to believe a file.
#pragma once

#include <string>
#include <vector>

#include "kinds/event_body.hpp"
#include "service/answer.hpp"

namespace kith::service {

inline constexpr std::size_t calendar_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t calendar_events_max = 2000;

/// The year 3000: libical takes no time from then on.
inline constexpr kinds::CivilTime calendar_end{32'503'680'000};

/// One event of a calendar, with what only its place in a circle tells.
struct Dated {
  kinds::Event event;
  std::string uid;
  std::vector<kinds::CivilDay> days_off;
  bool called_off{};
  WallTime said;
};

/// Shape: lines end as RFC 5545 wants; zones that are named come along.
/// Requires: each event ends before `calendar_end`.
[[nodiscard]] std::string calendar_text(const std::vector<Dated>& events);

struct LeftOut {
  std::string title;
  std::string why;
};
struct ReadCalendar {
  std::vector<Dated> events;
  std::vector<LeftOut> left_out;
};

/// Times that are of no zone stand on the clock of `own_zone`. Errors: in words; too large, or no
/// calendar.
[[nodiscard]] Outcome<ReadCalendar> read_calendar(const std::string& text,
                                                  const std::string& own_zone);

}  // namespace kith::service
