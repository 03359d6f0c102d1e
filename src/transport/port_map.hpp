// Keeps a TCP port of this machine open on the gateway of its network, by NAT-PMP: asks, renews,
// and gives it back. Hears the gateway alone. Refuses to know what the port is for.
#pragma once

#include <memory>
#include <optional>

#include "transport/loop.hpp"
#include "transport/nat_pmp.hpp"

namespace kith::transport {

/// Asked for at once; renewed when half of what was granted is over, and at least so often.
inline constexpr std::chrono::seconds mapping_wish{7200};
/// Waits between questions that nobody answers: this, doubled each time; then it is looked for
/// again much later.
inline constexpr std::chrono::milliseconds mapping_first_wait{250};
inline constexpr unsigned mapping_questions = 5;
inline constexpr std::chrono::minutes mapping_again{15};

class PortMap {
 public:
  enum class State {
    asking,
    mapped,
    no_gateway,  // there is none, or none that is asked so
    no_answer,
    refused,
    no_network,  // it says that it has none itself
    full,
    hidden,  // it stands behind another gateway
  };

  /// `changed` is called from the loop.
  PortMap(Loop& loop, std::uint16_t port, std::function<void()> changed);
  /// Gives the port back, as far as one datagram can.
  ~PortMap();
  PortMap(const PortMap&) = delete;
  PortMap& operator=(const PortMap&) = delete;

  /// The network is another: all of it again.
  void again();
  [[nodiscard]] State state() const;
  /// HOST and port by which others come; nothing unless mapped.
  [[nodiscard]] std::optional<std::pair<std::string, std::uint16_t>> outside() const;

 private:
  struct Inside;
  std::shared_ptr<Inside> inside_;
};

}  // namespace kith::transport
