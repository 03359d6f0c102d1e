// Times as RFC 3339 text, in UTC, to the microsecond where that matters. Knows the calendar only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace kith::service {

/// 2026-11-24T15:05:02Z, or with six digits of a second where they are not zero.
[[nodiscard]] std::string to_text(WallTime time);

/// Any RFC 3339 time from 1970 on (offset or Z; a space for the T will do), or a date alone: its
/// beginning in UTC. A finer fraction than microseconds is cut.
[[nodiscard]] std::optional<WallTime> time_of(std::string_view text);

}  // namespace kith::service
