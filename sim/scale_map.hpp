// Who is in which circles, in a world of any size: circles of 3 to 30 that overlap, in the same
// proportions everywhere, and some of 150. Refuses to know nodes, and what is said.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kith::sim {

using Resident = std::uint32_t;  // a person of such a world, from 0

struct ScaleCircle {
  std::vector<Resident> members;  // ascending; the first founds it
  bool great{};                   // of 150
};

struct ScaleMap {
  std::vector<ScaleCircle> circles;
  std::vector<std::vector<std::size_t>> circles_of;  // by resident; circles by number
  std::vector<std::vector<Resident>> contacts;       // by resident, ascending
  [[nodiscard]] bool in_great(Resident who) const;
};

inline constexpr std::size_t scale_people_min = 10;
inline constexpr std::size_t great_circle_people = 150;

/// Everyone is in about two of the small circles. Of every 50 people the circles are as large.
///
/// Requires: scale_people_min people; 150 where there are great circles. With fewer than 50 the
///           larger circles come first.
[[nodiscard]] ScaleMap draw_map(std::size_t people, std::size_t great_circles, std::uint64_t seed);

}  // namespace kith::sim
