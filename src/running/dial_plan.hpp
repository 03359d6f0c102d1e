// Which device is dialled next, at which of its addresses, and when: a table of waits that double.
// Refuses to know clocks, sockets and whom a device belongs to.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/entropy.hpp"
#include "base/time.hpp"
#include "transport/address.hpp"

namespace kith::running {

inline constexpr std::chrono::seconds redial_wait_min{1};
inline constexpr std::chrono::minutes redial_wait_max{5};
/// A session that held so long was a good one: the next wait is short again.
inline constexpr std::chrono::seconds good_session_min{10};

struct Target {
  PersonId person;
  DeviceId device;
  std::vector<transport::Address> ways;  // best first, at least one
};

struct NextDial {
  PersonId person;
  DeviceId device;
  transport::Address address;
};

class DialPlan {
 public:
  /// All whom we would like to reach. Who is new, or has other addresses than before, is dialled
  /// next; others go on waiting.
  void set_targets(const std::vector<Target>& targets, Instant now);

  /// The dial that is due, the longest first; it counts as under way. Nothing where none is.
  [[nodiscard]] std::optional<NextDial> next(Instant now);
  /// When one will be due; nothing while none waits.
  [[nodiscard]] std::optional<Instant> wake() const;

  /// Nobody of that device there. The other addresses are tried at once, then comes a wait: at
  /// least half of it fixed, the rest by chance, lest all dial at once when the network is back.
  void failed(const DeviceId& device, Instant now, Entropy& entropy);
  /// There is a session with it, whoever went.
  void reached(const DeviceId& device, Instant now);
  /// There is none any more.
  void lost(const DeviceId& device, Instant now, Entropy& entropy);

 private:
  enum class State { waiting, under_way, reached };
  struct Row {
    Target target;
    State state{State::waiting};
    Instant since{};  // when it is due, or when it was reached
    std::size_t way{};
    std::chrono::microseconds wait{redial_wait_min};
  };

  void wait(Row& row, Instant now, Entropy& entropy);
  [[nodiscard]] Row* find(const DeviceId& device);

  std::map<DeviceId, Row> rows_;
};

}  // namespace kith::running
