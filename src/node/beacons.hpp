// Makes this device's beacon, and sees in another's whether a contact sent it. Refuses to know
// sockets, and what is done about it.
// Source: docs/protocol.md §13.1.
#pragma once

#include "node/node.hpp"
#include "wire/beacon.hpp"

namespace kith::node {

/// A device of a contact, there to be dialled at that port.
struct Sighting {
  PersonId person;
  DeviceId device;
  std::uint16_t port{};
  bool operator==(const Sighting&) const = default;
};

/// For my contacts alone. Requires: `port` is not 0.
[[nodiscard]] ByteVec beacon_of(const Node& node, std::uint16_t port, WallTime now,
                                Entropy& entropy);
/// Nothing where no contact sent it, it is old, or it is none.
[[nodiscard]] std::optional<Sighting> sighted_in(const Node& node, ByteView beacon, WallTime now);

}  // namespace kith::node
