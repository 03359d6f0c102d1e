// Counts that must not be mistaken for one another: where an entry stands in its log, which epoch
// it belongs to, which leaf of that epoch's secret tree is its own.
#pragma once

#include <compare>
#include <cstdint>

namespace kith {

/// Place of an entry in its log, counted from 0 without holes.
struct Seq {
  std::uint64_t value{};
  auto operator<=>(const Seq&) const = default;
  [[nodiscard]] constexpr Seq successor() const { return {value + 1}; }
};

/// Span of a log under one secret and one audience, counted from 0 without holes.
struct EpochNumber {
  std::uint32_t value{};
  auto operator<=>(const EpochNumber&) const = default;
  [[nodiscard]] constexpr EpochNumber successor() const { return {value + 1}; }
};

/// Place of an entry in its epoch: the leaf of the secret tree that seals it. Leaf 0 opens the
/// epoch.
struct LeafIndex {
  std::uint16_t value{};
  auto operator<=>(const LeafIndex&) const = default;
  [[nodiscard]] constexpr LeafIndex successor() const {
    return {static_cast<std::uint16_t>(value + 1)};
  }
};

/// Version of a person's device list, and number of a device's prekey: newer is greater.
struct Counter {
  std::uint64_t value{};
  auto operator<=>(const Counter&) const = default;
  [[nodiscard]] constexpr Counter successor() const { return {value + 1}; }
};

}  // namespace kith
