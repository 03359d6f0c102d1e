// Which device is dialled next, at which of its addresses, and when: a table of waits that double.
// Refuses to know clocks and sockets.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/entropy.hpp"
#include "base/time.hpp"
#include "transport/address.hpp"

namespace kith::running {

inline constexpr std::chrono::seconds redial_wait_min{1};
inline constexpr std::chrono::minutes redial_wait_max{5};
/// Long waits end together with others, at moments so far apart: each moment wakes the machine.
inline constexpr std::chrono::seconds dial_moments_apart{10};
inline constexpr std::chrono::seconds long_wait_min{60};
/// Whoever is sighted is dialled there at once, but not more often than this.
inline constexpr std::chrono::seconds sighting_wait{20};
/// Not all at once.
inline constexpr std::chrono::seconds soon_max{1};
/// A session that held so long was a good one: the next wait is short again.
inline constexpr std::chrono::seconds good_session_min{10};

/// A device as one person lists it. Another may list the same: neither stands in the other's way.
struct Peer {
  PersonId person;
  DeviceId device;
  auto operator<=>(const Peer&) const = default;
};

struct Target {
  Peer peer;
  std::vector<transport::Address> ways;  // best first; none: dialled only where it is sighted
};

struct NextDial {
  Peer peer;
  transport::Address address;
  bool sighted{};  // there, a moment ago
};

class DialPlan {
 public:
  /// All whom we would like to reach. Who is new, or has other addresses than before, is dialled
  /// next; others go on waiting.
  void set_targets(const std::vector<Target>& targets, Instant now);

  /// It is said to be at that address now.
  void sighted(const Peer& peer, const transport::Address& address, Instant now);

  /// The dial that is due, the longest first; it counts as under way. Nothing where none is.
  [[nodiscard]] std::optional<NextDial> next(Instant now);
  /// The network is another, or is back: whoever waits is dialled soon, within `soon_max`.
  void hurry(Instant now, Entropy& entropy);
  /// When one will be due; nothing while none waits.
  [[nodiscard]] std::optional<Instant> wake() const;

  /// Not that device of theirs there. The other addresses are tried at once, then comes a wait: at
  /// least half of it fixed, the rest by chance, lest all dial at once when the network is back. It
  /// doubles up to `longest`.
  void failed(const Peer& peer, Instant now, Entropy& entropy,
              std::chrono::microseconds longest = redial_wait_max);
  /// There is a session with it, whoever went.
  void reached(const Peer& peer, Instant now);
  /// There is none any more.
  void lost(const Peer& peer, Instant now, Entropy& entropy);

 private:
  enum class State { waiting, under_way, reached };
  struct Row {
    Target target;
    State state{State::waiting};
    Instant since{};  // when it is due, or when it was reached
    std::size_t way{};
    std::chrono::microseconds wait{redial_wait_min};
    std::optional<transport::Address> seen_at{};  // tried next, before any of its ways
    std::optional<Instant> sighted{};
  };

  using Rows = std::map<Peer, Row>;

  /// Waiting from now on, until then; where there is no address, for a sighting.
  void wait_until(Rows::iterator row, Instant when);
  void stop_waiting(Rows::iterator row, State state, Instant now);
  void wait(Rows::iterator row, Instant now, Entropy& entropy, std::chrono::microseconds longest);

  Rows rows_;
  std::set<std::pair<Instant, Peer>> waiting_;  // the rows that wait, by when they are due
};

}  // namespace kith::running
