#include "transport/loop.hpp"

#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <csignal>

#include "transport/names.hpp"

namespace kith::transport {

struct Loop::State {
  // One thread runs it; others may post (transport/names).
  asio::io_context context{1};
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  asio::signal_set signals{context};
  std::function<void()> on_signal;
  Names names{context};

  void await_signal() {
    signals.async_wait([this](const asio::error_code& error, int) {
      if (error) return;
      await_signal();
      on_signal();
    });
  }
};

Loop::Loop() : state_(std::make_unique<State>()) {}
Loop::~Loop() = default;

void Loop::run() { state_->context.run(); }
void Loop::stop() { state_->context.stop(); }

void Loop::drain(std::chrono::milliseconds limit) {
  asio::error_code ignored;
  state_->signals.clear(ignored);
  state_->signals.cancel(ignored);
  state_->context.restart();
  state_->context.run_for(limit);
}

Instant Loop::now() const {
  const auto passed = std::chrono::steady_clock::now() - state_->start;
  return {std::chrono::duration_cast<std::chrono::microseconds>(passed)};
}

void Loop::post(std::function<void()> act) { asio::post(state_->context, std::move(act)); }

void Loop::on_end_signal(std::function<void()> act) {
  state_->on_signal = std::move(act);
  state_->signals.add(SIGINT);
  state_->signals.add(SIGTERM);
  state_->await_signal();
}

asio::io_context& Loop::context() { return state_->context; }
Names& Loop::names() { return state_->names; }

struct Timer::State {
  explicit State(asio::io_context& context) : timer(context) {}
  asio::steady_timer timer;
  std::uint64_t setting{};  // an expiry that is under way already belongs to an earlier one
};

Timer::Timer(Loop& loop) : loop_(loop), state_(std::make_shared<State>(loop.context())) {}
Timer::~Timer() { cancel(); }

void Timer::at(Instant when, std::function<void()> act) {
  const auto mine = ++state_->setting;
  state_->timer.expires_after(when.since_start - loop_.now().since_start);
  state_->timer.async_wait([state = state_, mine, act = std::move(act)](const auto& error) {
    if (!error && state->setting == mine) act();
  });
}

void Timer::cancel() {
  ++state_->setting;
  state_->timer.cancel();
}

}  // namespace kith::transport
