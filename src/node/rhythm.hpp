// When one device of a contact was there, and over what: a week of hours, in weights that fade.
// Schedules tries and nothing else; it is never sent. Refuses to know clocks, and who dials.
#pragma once

#include <array>
#include <optional>

#include "base/bytes.hpp"
#include "base/time.hpp"

namespace kith::node {

inline constexpr std::size_t week_hours = 7 * 24;  // the first begins on Monday, 00:00 UTC
/// What was seen weighs half after so many weeks, and nothing after half a year.
inline constexpr unsigned rhythm_half_life_weeks = 4;
/// Between two tries: where it often comes, and where it never did.
inline constexpr std::chrono::seconds rhythm_wait_min{90};
inline constexpr std::chrono::minutes rhythm_wait_max{60};

/// Over what it was reached.
enum class Over : std::uint8_t { direct = 0, near = 1, tor = 2 };
inline constexpr std::size_t overs = 3;

class Rhythm {
 public:
  /// It was reached over that, or came itself, or still is there: each hour counts once, however
  /// often that is said.
  void there(std::optional<Over> over, WallTime now);
  /// It was looked for over that, and was not there.
  void not_there(Over over, WallTime now);

  /// In how many of the hours like that one, of those in which it was looked for, it was there, in
  /// percent; nothing where it was never looked for. Requires: hour < week_hours.
  [[nodiscard]] std::optional<unsigned> share(std::size_t hour) const;
  /// How often that led there when it was there at all, in percent; nothing where it never did.
  [[nodiscard]] std::optional<unsigned> share(Over over) const;
  /// Over how many tries that share was seen, as far as they did not fade: at least one.
  [[nodiscard]] unsigned tries(Over over) const;
  /// It was there at some times, and that led there at few of them.
  [[nodiscard]] bool mostly_in_vain(Over over) const;
  /// How long to wait after a try in vain: where nothing is known, `usual`; else shorter when it
  /// tends to come, and longer when it does not, across the coming hours.
  [[nodiscard]] std::chrono::microseconds wait(WallTime now, std::chrono::seconds usual) const;
  /// All of it faded.
  [[nodiscard]] bool is_empty() const;

  [[nodiscard]] ByteVec encode() const;
  /// Nothing for what encode did not make.
  [[nodiscard]] static std::optional<Rhythm> decode(ByteView bytes);
  bool operator==(const Rhythm&) const = default;

 private:
  using Weights = std::array<std::uint8_t, week_hours>;

  // False: the clock went back, and that hour was counted already.
  [[nodiscard]] bool enter(WallTime now);
  void fade_to(std::uint32_t week);
  void count_try(std::size_t over);
  // How likely it comes in an hour like that one, if it is not there yet.
  [[nodiscard]] double hope(std::size_t hour) const;

  Weights looked_{};                         // hours in which it was looked for
  Weights there_{};                          // ... and there
  Weights came_{};                           // ... after it had not been
  std::array<std::uint8_t, overs> tried_{};  // hours in which it was there, by what was tried
  std::array<std::uint8_t, overs> led_{};    // ... and led there
  std::uint32_t week_{};                     // of the last fading, since 1970
  std::uint32_t hour_{};                     // the last that was counted, since 1970
  // What was counted in that hour already, and a bit an Over: what led there, what was in vain.
  bool there_now_{};
  bool came_now_{};
  std::uint8_t led_now_{};
  std::uint8_t vain_now_{};
  bool absent_{};  // at the last look, which was not long before
};

/// The hour of the week. Requires: not before 1970.
[[nodiscard]] std::size_t hour_of_week(WallTime when);

}  // namespace kith::node
