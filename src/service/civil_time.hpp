// The clocks of places: what a clock in a zone shows at a moment, and when it shows that. Knows the
// zones that ICU brings along; refuses to know events.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "kinds/event_body.hpp"

namespace kith::service {

/// A zone by its name in the tz database, such as Europe/Madrid; nothing where it is not known.
/// What Windows calls a zone gives the name that it stands for.
[[nodiscard]] std::optional<std::string> zone_named(std::string_view name);
/// Where this machine stands; nothing where its clock goes by a rule that names no place, such as
/// EST5EDT,M3.2.0,M11.1.0.
[[nodiscard]] std::optional<std::string> own_zone();

/// When the clock there shows that. A time that a change of clocks skips counts on from before it;
/// of one that comes twice the first is meant (RFC 5545 §3.3.5). Nothing where the zone is unknown.
[[nodiscard]] std::optional<WallTime> moment_of(kinds::CivilTime time, std::string_view zone);
[[nodiscard]] std::optional<kinds::CivilTime> civil_of(WallTime time, std::string_view zone);
/// The same on the clock here, whether or not it names a place.
[[nodiscard]] std::optional<WallTime> moment_here(kinds::CivilTime time);
[[nodiscard]] std::optional<kinds::CivilTime> civil_here(WallTime time);

/// 2026-12-05T18:00, with seconds where they are not zero.
[[nodiscard]] std::string to_text(kinds::CivilTime time);
/// 2026-12-05
[[nodiscard]] std::string to_text(kinds::CivilDay day);

/// What a person types of a time: a date alone, a time on the clock of a place (nothing of a zone
/// after it), or a moment.
struct TypedTime {
  kinds::CivilTime civil;          // of a moment: by UTC
  bool whole_day{};                // a date alone
  std::optional<WallTime> moment;  // with Z or an offset
};
[[nodiscard]] std::optional<TypedTime> typed_time(std::string_view text);
/// 90m, 2h, 1h30m, 3d; nothing where it is none of these.
[[nodiscard]] std::optional<std::int64_t> typed_seconds(std::string_view text);

}  // namespace kith::service
