// Moments. Time is always an argument: nothing below host asks a clock.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace kith {

/// A moment of the wall clock of the device that acts: microseconds since 1970-01-01T00:00Z.
/// Claimed by authors in entries; no permission ever depends on another's.
struct WallTime {
  std::int64_t micros{};
  auto operator<=>(const WallTime&) const = default;
};

inline constexpr std::int64_t micros_a_second = 1'000'000;

/// A moment of the running process, for time-outs: microseconds since its start, never decreasing.
struct Instant {
  std::chrono::microseconds since_start{};
  auto operator<=>(const Instant&) const = default;
};

[[nodiscard]] constexpr WallTime operator+(WallTime when, std::chrono::microseconds span) {
  return {when.micros + span.count()};
}
[[nodiscard]] constexpr WallTime operator-(WallTime when, std::chrono::microseconds span) {
  return {when.micros - span.count()};
}
[[nodiscard]] constexpr std::chrono::microseconds operator-(WallTime later, WallTime earlier) {
  return std::chrono::microseconds{later.micros - earlier.micros};
}
[[nodiscard]] constexpr Instant operator+(Instant when, std::chrono::microseconds span) {
  return {when.since_start + span};
}

}  // namespace kith
