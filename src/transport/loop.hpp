// One thread's loop: what is to be done when bytes, moments and signals come. Hides asio from
// everybody else. Refuses to know what is done.
#pragma once

#include <functional>
#include <memory>

#include "base/time.hpp"

namespace asio {
class io_context;
}

namespace kith::transport {

class Names;

/// Requires: one thread, from making to the end. Nothing that was made on it outlives it.
class Loop {
 public:
  Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();

  /// Until stop, or until nothing can come any more.
  void run();
  void stop();
  /// After run: goes on with what streams that were left still send, until that is done or the
  /// limit is over. Signals end the process again.
  void drain(std::chrono::milliseconds limit);

  [[nodiscard]] Instant now() const;
  /// Soon, after what is being done now.
  void post(std::function<void()> act);
  /// At each SIGINT and SIGTERM, which then no longer end the process.
  void on_end_signal(std::function<void()> act);

  /// For transport alone.
  [[nodiscard]] asio::io_context& context();
  [[nodiscard]] Names& names();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Acts once at a moment, or not at all: it dies with its owner.
class Timer {
 public:
  explicit Timer(Loop& loop);
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer();

  /// Instead of what was set before.
  void at(Instant when, std::function<void()> act);
  void cancel();

 private:
  struct State;
  Loop& loop_;
  std::shared_ptr<State> state_;
};

}  // namespace kith::transport
