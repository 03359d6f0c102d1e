// Says when this machine's addresses changed, and when it slept: by being told, without looking now
// and then. Refuses to know what is done about it.
//
// Source: rtnetlink(7), groups of links and addresses; timerfd_create(2), TFD_TIMER_CANCEL_ON_SET,
// which a wake-up from suspension also sets off.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

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

/// What one look at a machine sees.
struct Sight {
  std::vector<std::string> addresses;       // those in use, ascending
  std::chrono::nanoseconds slept_in_all{};  // how long it was suspended since it began
};
/// This machine.
[[nodiscard]] Sight look_at_machine();
/// Whether an address there leads to other machines: loopback's do not.
[[nodiscard]] bool is_on_a_network(const std::vector<std::string>& addresses);

/// Compares what is seen with what was seen last. When to look is an answer, too.
class Sights {
 public:
  explicit Sights(Sight first) : last_(std::move(first)) {}
  /// When to look after something was heard now.
  [[nodiscard]] Instant due(Instant now) const { return std::max(now + changes_settle, next_); }
  /// What changed since the last look; a sleep says more than addresses do.
  [[nodiscard]] std::optional<Change> seen(Sight sight, Instant now);

 private:
  Sight last_;
  Instant next_{};
};

class Changes {
 public:
  using Told = std::function<void(Change)>;
  using Look = std::function<Sight()>;

  /// Where the kernel tells nothing, nothing is told.
  Changes(Loop& loop, Told told, Look look = look_at_machine);
  Changes(const Changes&) = delete;
  Changes& operator=(const Changes&) = delete;
  ~Changes();

  /// Something may have changed, as the kernel says it: it is looked soon.
  void heard();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kith::transport
