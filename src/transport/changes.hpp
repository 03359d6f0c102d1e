// Says when this machine's addresses changed, and when it slept: by being told, without looking now
// and then. Refuses to know what is done about it.
//
// Source: rtnetlink(7), groups of links and addresses; timerfd_create(2), TFD_TIMER_CANCEL_ON_SET,
// which a wake-up from suspension also sets off.
#pragma once

#include <memory>

#include "transport/loop.hpp"

namespace kith::transport {

/// Changes that come together are told together, and at most so often.
inline constexpr std::chrono::milliseconds changes_settle{300};
inline constexpr std::chrono::seconds changes_apart{5};
/// A shorter sleep breaks no connection.
inline constexpr std::chrono::seconds sleep_min{10};

enum class Change {
  addresses,  // some came or went, or a line was plugged in or out
  slept,      // the machine was suspended for sleep_min or longer
};

class Changes {
 public:
  using Told = std::function<void(Change)>;

  /// Where the kernel tells nothing, nothing is told.
  Changes(Loop& loop, Told told);
  Changes(const Changes&) = delete;
  Changes& operator=(const Changes&) = delete;
  ~Changes();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kith::transport
