// What a device says on its network to those who know it: numbers that only they can read. Knows
// the layout; refuses to know secrets and who is meant.
//
//   version 1 ‖ nonce 16 ‖ hour u32 ‖ 32 or 160 × (tag 4 ‖ masked port u16)
//
// Source: docs/protocol.md §13.1.
#pragma once

#include <optional>
#include <vector>

#include "base/bytes.hpp"

namespace kith::wire {

using BeaconNonce = Bytes<struct BeaconNonceTag, 16>;
using BeaconTag = Bytes<struct BeaconTagTag, 4>;

inline constexpr std::size_t beacon_slots_few = 32;
inline constexpr std::size_t beacon_slots_max = 160;
inline constexpr std::size_t beacon_bytes_max = 1 + 16 + 4 + beacon_slots_max * 6;

struct BeaconSlot {
  BeaconTag tag;
  std::uint16_t masked_port{};
  auto operator<=>(const BeaconSlot&) const = default;
};

struct Beacon {
  BeaconNonce nonce;
  std::uint32_t hour{};
  std::vector<BeaconSlot> slots;
  bool operator==(const Beacon&) const = default;
};

/// Requires: beacon_slots_few or beacon_slots_max slots.
[[nodiscard]] ByteVec encode_beacon(const Beacon& beacon);
/// Nothing where it is of another size or version.
[[nodiscard]] std::optional<Beacon> decode_beacon(ByteView bytes);

}  // namespace kith::wire
