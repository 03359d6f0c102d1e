// Someone whom a running node knows, and a crowd whom it does not, who say over TCP what no honest
// program says, as fast as they can. For measuring what that costs the node; whether it goes on is
// for whoever runs this to see. Knows one node to flood: that of the one contact of `home`.
#pragma once

#include <cstdint>
#include <string>

#include "service/open_home.hpp"

namespace kith::sim {

struct Flooded {
  std::size_t connections{};
  std::uint64_t bytes_sent{};
};

/// Stops by itself: each connection sends a bounded number of bytes, and is held open until the
/// end.
///
/// Shape:    `port` on the loopback address.
/// Requires: the home has exactly one contact, with whom it shares a secret.
[[nodiscard]] Flooded flood(service::OpenHome& home, std::uint16_t port);

}  // namespace kith::sim
