// Datagrams to whoever listens on the same networks as this machine: one group of IPv4 and one of
// IPv6, on each interface that is up. Moves bytes; refuses to know what they say.
//
// Source: docs/protocol.md §13.1.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "transport/loop.hpp"

namespace kith::transport {

class Multicast {
 public:
  /// `host` is the sender's address, to be dialled; one of a single link names its interface.
  using Heard = std::function<void(ByteView bytes, const std::string& host)>;

  /// From now on `heard` is told of each datagram of at most `bytes_max` bytes. Where there is no
  /// network yet, it joins with the next `send`.
  Multicast(Loop& loop, std::size_t bytes_max, Heard heard);
  Multicast(const Multicast&) = delete;
  Multicast& operator=(const Multicast&) = delete;
  ~Multicast();

  /// On each interface that is up now, joined where it is new. How many of them took it.
  std::size_t send(ByteView bytes);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kith::transport
