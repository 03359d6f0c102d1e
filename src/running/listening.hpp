// Where a node is listened for: the ways that follow from an address, and in words why nobody can
// come. Refuses to know sockets.
#pragma once

#include "service/open_home.hpp"
#include "transport/listener.hpp"
#include "transport/port_map.hpp"

namespace kith::running {

/// Of this machine as it is now, where all its addresses are meant.
[[nodiscard]] std::vector<std::string> ways_of_listening(const transport::Address& address);

[[nodiscard]] std::string sentence_of(transport::ListenError error,
                                      const transport::Address& address);

/// {"state": "asking" | "mapped" | "failing", "says": a sentence or nothing, "address": …}
[[nodiscard]] service::Json status_of(const transport::PortMap& map);

}  // namespace kith::running
