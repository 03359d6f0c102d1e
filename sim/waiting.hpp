// People who come and go by habit, and one who waits for each of them, twice: with waits that
// double up to a fixed one, and with waits that follow what was seen of them. The real dial plan
// and the real rhythm; nobody comes by themself, as if only the one could go to the others. Refuses
// to know what is said when they are reached.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace kith::sim {

/// From when until when somebody is there; ascending, apart from each other.
struct Presence {
  WallTime from;
  WallTime until;
};

struct Habitual {
  std::string habit;
  std::vector<Presence> there;
};

/// What the habits are counted from: midnight of the first Monday after `world_begin`.
[[nodiscard]] WallTime first_monday();

inline constexpr std::size_t habitual_people_each = 12;
/// Twelve people of eight habits, for so many weeks from the first Monday on.
[[nodiscard]] std::vector<Habitual> habitual_people(std::uint64_t seed, unsigned weeks);

enum class Waiting { fixed, by_rhythm };

struct Waited {
  std::size_t attempts{};                         // in vain
  std::vector<std::chrono::microseconds> delays;  // from each coming until they were reached
  std::size_t missed{};                           // gone again before that
};

[[nodiscard]] Waited wait_for(const Habitual& person, Waiting how, std::uint64_t seed,
                              unsigned weeks);

struct Compared {
  std::size_t attempts{};
  std::chrono::microseconds median{};
  std::chrono::microseconds ninth_of_ten{};  // the delay that nine of ten stay below
  std::size_t reached{};
  std::size_t missed{};
};
[[nodiscard]] Compared all_of(const std::vector<Waited>& waited);

}  // namespace kith::sim
