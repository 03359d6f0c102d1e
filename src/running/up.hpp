// `kith up`: a running node in the foreground, from its wishes to its end by a signal. Refuses to
// know how it is told to people.
#pragma once

#include "running/running_node.hpp"

namespace kith::running {

struct UpWishes {
  std::string listen;     // HOST:PORT; empty: nobody can come, but it dials
  std::string port_file;  // gets the port, in one piece, once somebody listens
};

/// Until SIGINT or SIGTERM. `told` gets {"name", "home", "ways"} once it runs.
[[nodiscard]] service::Outcome<void> up(service::OpenHome& home, Talks& talks,
                                        const UpWishes& wishes,
                                        const std::function<void(const service::Json&)>& told);

}  // namespace kith::running
