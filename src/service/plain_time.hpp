// Days and times as a sentence says them: Sat 5 Dec 2026 18:00. Moments are said by the clock of
// this machine's zone. Refuses to know what happens then.
#pragma once

#include "service/civil_time.hpp"

namespace kith::service {

/// "Sat 5 Dec 2026"
[[nodiscard]] std::string plain_day(kinds::CivilDay day);
/// "18:00"
[[nodiscard]] std::string plain_clock(kinds::CivilTime time);
/// "Sat 5 Dec 2026 18:00"
[[nodiscard]] std::string plain_time(kinds::CivilTime time);
[[nodiscard]] std::string plain_time(WallTime time);
/// By when something is due: the day alone where its last minute is meant.
[[nodiscard]] std::string plain_due(WallTime time);

}  // namespace kith::service
