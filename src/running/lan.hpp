// Lets those on the same networks who know this home find it, and notices them: beacons out, about
// one a minute, and beacons in. Refuses to know who dials whom then.
// Source: docs/protocol.md §13.1.
#pragma once

#include "node/beacons.hpp"
#include "running/beacon_budget.hpp"
#include "service/open_home.hpp"
#include "transport/multicast.hpp"

namespace kith::running {

inline constexpr std::chrono::seconds beacon_every{60};

class Lan {
 public:
  /// Somebody whom the home knows, at that host.
  using Sighted = std::function<void(const node::Sighting& who, const std::string& host)>;

  /// `port`: where the home can be reached. Requires: the home outlives this.
  Lan(transport::Loop& loop, service::OpenHome& home, std::uint16_t port, Sighted sighted);
  Lan(const Lan&) = delete;
  Lan& operator=(const Lan&) = delete;
  ~Lan() = default;

  /// Whoever is new among them may look out for this home already.
  void contacts_changed();
  /// They are others, or are back.
  void networks_changed();

 private:
  void tell();
  void heard(ByteView bytes, const std::string& host);
  [[nodiscard]] std::chrono::microseconds next_wait();

  transport::Loop& loop_;
  service::OpenHome& home_;
  std::uint16_t port_;
  Sighted sighted_;
  transport::Multicast multicast_;
  transport::Timer timer_;
  std::size_t readers_;  // accepted contacts, when it was last looked
  std::size_t early_{};  // how many of the first, quicker ones went out
  BeaconBudget budget_;
};

}  // namespace kith::running
