// How many beacons are looked into. Each costs a hash for every secret that might have marked it,
// so a second has room for few of one address, and for a larger number of all: whoever floods the
// network from one address takes nothing from the others. Refuses to know what a beacon says.
//
// Source: docs/protocol.md §13.1.
#pragma once

#include <map>
#include <string>

#include "base/time.hpp"

namespace kith::running {

/// A device sends one in a minute; several homes may share a machine.
inline constexpr std::size_t beacons_of_a_host_max = 4;
inline constexpr std::size_t beacons_a_second_max = 256;

class BeaconBudget {
 public:
  /// Whether there is room for one more of that address in this second.
  [[nodiscard]] bool take(const std::string& host, Instant now) {
    if (now.since_start - begin_.since_start >= std::chrono::seconds{1}) {
      begin_ = now;
      of_hosts_.clear();
      in_all_ = 0;
    }
    if (in_all_ >= beacons_a_second_max) return false;
    auto& of_host = of_hosts_[host];
    if (of_host >= beacons_of_a_host_max) return false;
    ++of_host;
    ++in_all_;
    return true;
  }

 private:
  Instant begin_{};
  std::map<std::string, std::size_t> of_hosts_;  // at most beacons_a_second_max, by what is taken
  std::size_t in_all_{};
};

}  // namespace kith::running
