// What a world's people paid, in shares and percentiles, as JSON. Refuses to know how it came
// about.
#pragma once

#include "service/answer.hpp"
#include "sim/scale.hpp"

namespace kith::sim {

struct ScaleMemory {
  std::uint64_t before{};      // resident bytes, before anyone was there
  std::uint64_t acquainted{};  // … when all had met
  std::uint64_t lived{};       // … when the week was over
};

/// What was heard, and what was not yet, before they all met for the last time.
struct ScaleHeard {
  std::size_t in_time{};
  std::size_t late{};
};

[[nodiscard]] service::Json report_of(const Scale& world, const ScalePlan& plan,
                                      const ScaleMemory& memory, const ScaleHeard& heard);

/// Whether people of the larger world pay more each, by counts that no machine disturbs: a sentence
/// that says what grew by more than a quarter. Both are reports.
[[nodiscard]] std::optional<std::string> growth_of(const service::Json& small,
                                                   const service::Json& large);

/// Of the whole process.
[[nodiscard]] std::uint64_t resident_bytes();

}  // namespace kith::sim
