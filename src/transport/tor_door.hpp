// Where a tor of this machine is spoken to: a local socket, or a port of loopback. Never elsewhere:
// what goes there is not sealed. Refuses to know what is said.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "transport/address.hpp"

namespace kith::transport {

struct TorDoor {
  std::string path;  // of a local socket; empty: it is the address
  Address address{};
  bool operator==(const TorDoor&) const = default;
};

/// unix:/PATH, or HOST:PORT with HOST a number of loopback. Nothing for any other text.
[[nodiscard]] std::optional<TorDoor> tor_door_of(std::string_view text);

/// As tor_door_of reads it.
[[nodiscard]] std::string to_text(const TorDoor& door);

}  // namespace kith::transport
