// Two homes in a session over a socket pair, in one thread, each side's time told apart: what it
// costs whom does not depend on what else the machine does. Refuses to know what is said.
#pragma once

#include <sys/socket.h>

#include <array>
#include <memory>

#include "base/check.hpp"
#include "bench/person.hpp"
#include "node/exchange.hpp"

namespace kith::bench {

/// One side, as running/session does it: what came is fed, each turn is committed before its bytes
/// go.
class Side {
 public:
  Side(Person& person, std::unique_ptr<node::Exchange> exchange, int socket)
      : person_(person), exchange_(std::move(exchange)), socket_(socket) {}

  /// Does what can be done without waiting; false: nothing.
  bool go() {
    const SpentWatch watch;
    const bool flushed = flush();
    const bool came = read();
    due_ = due_ || came;
    const bool stepped = due_ && step();
    spent += watch.so_far();
    return flushed || came || stepped;
  }
  void finish() {
    exchange_->finish();
    due_ = true;
  }
  [[nodiscard]] const node::Exchange& exchange() const { return *exchange_; }
  [[nodiscard]] bool over() const { return over_ && unsent_.empty(); }

  Spent spent;
  Spent indexing;  // part of it: turns that only make entries findable

 private:
  static constexpr std::size_t read_bytes_max = 64 * 1024;
  static constexpr std::size_t unworked_bytes_max = 8 * 1024 * 1024;
  static constexpr std::size_t unsent_bytes_max = 1024 * 1024;

  bool flush() {
    const auto before = sent_;
    while (sent_ < unsent_.size()) {
      const auto written =
          ::send(socket_, unsent_.data() + sent_, unsent_.size() - sent_, MSG_DONTWAIT);
      if (written <= 0) break;
      sent_ += static_cast<std::size_t>(written);
    }
    const bool moved = sent_ != before;
    if (sent_ == unsent_.size()) {
      unsent_.clear();
      sent_ = 0;
    }
    return moved;
  }
  bool read() {
    if (unworked_ >= unworked_bytes_max) return false;
    const auto came = ::recv(socket_, room_.data(), room_.size(), MSG_DONTWAIT);
    if (came <= 0) return false;
    exchange_->feed(ByteView{room_}.first(static_cast<std::size_t>(came)));
    unworked_ += static_cast<std::size_t>(came);
    return true;
  }
  bool step() {
    if (over_ || unsent_.size() - sent_ >= unsent_bytes_max) return false;
    const SpentWatch watch;
    auto turn = exchange_->step(person_.now());
    person_.keep(turn);
    unsent_.insert(unsent_.end(), turn.send.begin(), turn.send.end());
    due_ = turn.more;
    over_ = turn.ending.has_value();
    if (over_) check(turn.ending == node::Ending::finished);
    if (!due_) unworked_ = 0;
    const bool indexed =
        !turn.commit.empty() && std::holds_alternative<node::change::PutIndex>(turn.commit.front());
    if (indexed) indexing += watch.so_far();
    return true;
  }

  Person& person_;
  std::unique_ptr<node::Exchange> exchange_;
  int socket_;
  std::array<std::uint8_t, read_bytes_max> room_{};
  ByteVec unsent_;
  std::size_t sent_{};
  std::size_t unworked_{};
  bool due_ = true;
  bool over_{};
};

/// A whole session, to its end.
struct Synced {
  Spent caller;
  Spent called;
  Spent indexing;     // of the caller's
  double wall{};      // until both had what they lacked, both in one thread
  node::Tally tally;  // the caller's
};

[[nodiscard]] inline Synced sync(Person& caller, Person& called) {
  std::array<int, 2> sockets{};
  check(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) == 0);
  auto dialled = node::Exchange::dial(caller.node(), caller.entropy(), called.node().person(),
                                      called.node().device());
  check(dialled.has_value());
  Side one{caller, std::move(*dialled), sockets[0]};
  Side other{called, node::Exchange::answer(called.node(), called.entropy()), sockets[1]};
  const Watch watch;
  while (one.go() | other.go()) {  // both, always
  }
  Synced synced{one.spent, other.spent, one.indexing, watch.seconds(), one.exchange().tally()};
  check(one.exchange().caught_up() && other.exchange().caught_up());
  one.finish();
  other.finish();
  while (one.go() | other.go()) {
  }
  check(one.over() && other.over());
  for (const int socket : sockets) ::close(socket);
  return synced;
}

}  // namespace kith::bench
