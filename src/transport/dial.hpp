// An attempt to reach an address, with a limit of time: directly, or through a tor of this machine.
// Refuses to know who is wanted there, and which road may be taken.
#pragma once

#include "transport/address.hpp"
#include "transport/socks.hpp"
#include "transport/stream.hpp"
#include "transport/tor_door.hpp"

namespace kith::transport {

enum class DialError {
  unknown_name,  // the host's name means no address
  refused,       // nobody listens there
  timeout,
  no_network,  // this machine has no way to it at all
  no_proxy,    // the tor that should lead there does not
};

/// Dies quietly with its owner, also in the middle of what it calls.
class Dial {
 public:
  using Then = std::function<void(Result<Stream, DialError>)>;

  /// Directly. Names are looked up by the system, numbers are not.
  /// Requires: the address's road is the direct one.
  Dial(Loop& loop, const Address& address, std::chrono::microseconds limit, Then then);
  /// The tor itself.
  Dial(Loop& loop, const TorDoor& door, std::chrono::microseconds limit, Then then);
  /// Through the tor whose SOCKS port that is; nobody but it hears the name.
  Dial(Loop& loop, const TorDoor& socks, const SocksLogin& login, const Address& address,
       std::chrono::microseconds limit, Then then);
  Dial(const Dial&) = delete;
  Dial& operator=(const Dial&) = delete;
  ~Dial();

  struct State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace kith::transport
