// One session of two persons over a wire in memory: bytes wait on it until they are moved. Refuses
// to know what becomes of them on the way.
#pragma once

#include "node/exchange.hpp"
#include "sim/person.hpp"

namespace kith::sim {

/// One end.
class End {
 public:
  End(Person& person, std::unique_ptr<node::Exchange> exchange)
      : person_(&person), exchange_(std::move(exchange)) {}

  [[nodiscard]] Person& person() { return *person_; }
  [[nodiscard]] node::Exchange& exchange() { return *exchange_; }
  [[nodiscard]] std::optional<node::Ending> ending() const { return ending_; }

  /// Steps until there is nothing to do but wait; commits each turn before its bytes count.
  void run();
  void receive(ByteView bytes);
  void cut();
  /// What was written and is not on its way yet.
  [[nodiscard]] ByteVec take_written();
  [[nodiscard]] bool has_written() const { return !written_.empty(); }

 private:
  Person* person_;
  std::unique_ptr<node::Exchange> exchange_;
  ByteVec written_;
  std::optional<node::Ending> ending_;
};

struct Session {
  End caller;
  End called;
};

/// What each end asks for.
struct Asked {
  node::AskedOrder caller{node::AskedOrder::oldest_first};
  node::AskedOrder called{node::AskedOrder::oldest_first};
};
/// By what was said so far, so that it takes no draw away from anything else.
[[nodiscard]] Asked drawn_orders(std::uint64_t trace);

/// Nothing where the caller has no secret with them, or does not know their device.
[[nodiscard]] std::optional<Session> dial(Person& caller, Person& called, const Asked& asked = {});

/// Moves bytes both ways until both are silent.
void settle(Session& session);

/// A whole session over a perfect wire, to its end. The caller's tally; nothing: they cannot talk.
std::optional<node::Tally> whole_session(Person& caller, Person& called, const Asked& asked = {});
/// The same, by one clock.
std::optional<node::Tally> sync(Person& caller, Person& called);

}  // namespace kith::sim
