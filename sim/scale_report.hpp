// What a world's people paid, in shares and percentiles, as JSON. Refuses to know how it came about.
#pragma once

#include "service/answer.hpp"
#include "sim/scale.hpp"

namespace kith::sim {

struct ScaleMemory {
  std::uint64_t before{};      // resident bytes, before anyone was there
  std::uint64_t acquainted{};  // … when all had met
  std::uint64_t lived{};       // … when the week was over
};

/// What lies in the way of counting it: none is left, or how many.
[[nodiscard]] service::Json report_of(const Scale& world, const ScalePlan& plan,
                                      const ScaleMemory& memory, std::size_t late_before_closing,
                                      std::size_t heard_before_closing);

/// Of the whole process.
[[nodiscard]] std::uint64_t resident_bytes();

}  // namespace kith::sim
