// Padmé: how long a body of n bytes looks from outside. Knows sizes only.
// Source: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with
// PURBs", PETS 2019, §4; docs/protocol.md §3.6.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/limits.hpp"

namespace kith::wire {

/// The padded size of n bytes: leaks O(log log n) bits, costs at most 12 %.
[[nodiscard]] constexpr std::size_t padme(std::size_t n) {
  if (n < 2) {
    return n;
  }
  const unsigned exponent = static_cast<unsigned>(std::bit_width(n)) - 1;  // ⌊log₂ n⌋
  const unsigned kept = static_cast<unsigned>(std::bit_width(exponent));
  const std::size_t step = std::size_t{1} << (exponent > kept ? exponent - kept : 0);
  return (n + step - 1) / step * step;
}

/// The size of a sealed body whose CBOR item has n bytes.
[[nodiscard]] constexpr std::size_t padded_body_size(std::size_t n) {
  return std::max(limits::body_bytes_min, padme(n));
}

/// True for the sizes that a sealed body may have.
[[nodiscard]] constexpr bool is_body_size(std::size_t n) {
  return n >= limits::body_bytes_min && n <= limits::body_bytes_max && padme(n) == n;
}

}  // namespace kith::wire
