// What every dial has: a limit, and somebody to tell. Known to transport alone.
#pragma once

#include <asio/steady_timer.hpp>
#include <utility>

#include "transport/dial.hpp"
#include "transport/stream_state.hpp"

namespace kith::transport {

struct Dial::State : std::enable_shared_from_this<Dial::State> {
  State(asio::io_context& context, Then callback) : limit(context), then(std::move(callback)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  virtual ~State() = default;

  void start_limit(std::chrono::microseconds span) {
    limit.expires_after(span);
    limit.async_wait([state = shared_from_this()](const asio::error_code& error) {
      if (!error) state->end(Fail{DialError::timeout});
    });
  }
  void end(Result<Stream, DialError> result) {
    const auto callback = std::exchange(then, nullptr);
    cancel();
    if (callback) callback(std::move(result));
  }
  void cancel() {
    then = nullptr;
    limit.cancel();
    close();
  }
  virtual void close() = 0;

  asio::steady_timer limit;
  Then then;
};

}  // namespace kith::transport
