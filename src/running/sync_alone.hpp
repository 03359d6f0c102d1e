// One sync on a home on which no node runs; where it goes over Tor alone, a tor is brought up for
// it. Refuses to know what a sync is.
#pragma once

#include "running/running_node.hpp"

namespace kith::running {

/// How long a tor that is brought up for one sync may take into its network.
inline constexpr std::chrono::seconds sync_tor_max{120};

[[nodiscard]] service::Answer sync_alone(service::OpenHome& home, Talks& talks,
                                         const service::Json& request);

}  // namespace kith::running
