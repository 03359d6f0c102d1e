// Waits for others to connect, at a TCP address or at a local socket; takes one when asked to, and
// leaves the rest waiting in the kernel. Refuses to know who they are.
#pragma once

#include "transport/address.hpp"
#include "transport/stream.hpp"

namespace kith::transport {

enum class ListenError {
  taken,        // somebody else listens there
  not_ours,     // no address of this machine
  denied,       // a port or folder that this user may not use
  unavailable,  // whatever else
};

class Listener {
 public:
  using Then = std::function<void(Stream)>;

  /// Requires: the host is an IP address, as listening_address_of makes sure.
  [[nodiscard]] static Result<Listener, ListenError> tcp(Loop& loop, const Address& address);
  /// A socket file of mode 0600, however long its path is. One that is there is replaced: the
  /// caller knows that nobody uses it. It goes away with the listener.
  [[nodiscard]] static Result<Listener, ListenError> local(Loop& loop, const std::string& path);

  Listener(Listener&& other) noexcept = default;
  Listener& operator=(Listener&& other) noexcept;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  /// The port, where it is TCP.
  [[nodiscard]] std::uint16_t port() const;
  /// The next who comes. Requires: no accept is under way.
  void accept(Then then);

 private:
  struct State;
  template <class Acceptor>
  struct StateOf;
  explicit Listener(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace kith::transport
