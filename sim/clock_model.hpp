// What the rules let a person's device believe of its clock: written beside the node's own guard,
// which it is held against. Refuses to know the node. Source: docs/decisions/0018.
#pragma once

#include <algorithm>
#include <optional>

#include "base/limits.hpp"
#include "base/time.hpp"

namespace kith::sim {

class ClockModel {
 public:
  std::chrono::microseconds off{};  // how wrong it is

  [[nodiscard]] bool is_sure(WallTime now) const {
    if (!mark_) return true;
    const bool went_back = *mark_ - now > std::chrono::minutes{5};
    const bool leapt_asleep = !awake_ && now - *mark_ > limits::clock_forward_max;
    return !went_back && !leapt_asleep;
  }
  /// By which leases end.
  [[nodiscard]] WallTime lease_time(WallTime now) const {
    if (!mark_) return now;
    return is_sure(now) ? std::max(now, *mark_) : *mark_;
  }
  void wrote(WallTime now) {
    if (!is_sure(now)) return;
    awake_ = true;
    mark_ = mark_ ? std::max(*mark_, now) : now;
  }
  void confirmed(WallTime now) {
    awake_ = true;
    mark_ = now;
  }
  void slept() { awake_ = false; }

 private:
  std::optional<WallTime> mark_;  // the latest moment at which something was written
  bool awake_{};                  // something was written since its process began
};

}  // namespace kith::sim
