// An attempt to reach an address, with a limit of time. Refuses to know who is wanted there.
#pragma once

#include "transport/address.hpp"
#include "transport/stream.hpp"

namespace kith::transport {

enum class DialError {
  unknown_name,  // the host's name means no address
  refused,       // nobody listens there, or there is no way to it
  timeout,
};

/// Dies quietly with its owner, also in the middle of what it calls. Names are looked up by the
/// system, numbers are not.
class Dial {
 public:
  using Then = std::function<void(Result<Stream, DialError>)>;

  Dial(Loop& loop, const Address& address, std::chrono::microseconds limit, Then then);
  Dial(const Dial&) = delete;
  Dial& operator=(const Dial&) = delete;
  ~Dial();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kith::transport
