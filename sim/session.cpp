#include "sim/session.hpp"

#include <algorithm>
#include <utility>

#include "sim/dice.hpp"

namespace kith::sim {

void End::run() {
  while (!ending_ && !person_->fallen()) {
    auto turn = exchange_->step(person_->now());
    if (!person_->keep(turn)) return;
    if (!turn.send.empty()) person_->pass(Person::Way::out, turn.send);
    written_.insert(written_.end(), turn.send.begin(), turn.send.end());
    ending_ = turn.ending;
    if (!turn.more) break;
  }
}

void End::receive(ByteView bytes) {
  if (ending_ || person_->fallen()) return;
  person_->pass(Person::Way::in, bytes);
  exchange_->feed(bytes);
  run();
}

void End::cut() {
  if (ending_ || person_->fallen()) return;
  exchange_->feed_end();
  run();
}

ByteVec End::take_written() { return std::exchange(written_, {}); }

Asked drawn_orders(std::uint64_t trace) {
  using enum node::AskedOrder;
  constexpr std::uint64_t of_orders = 0x6f72'6465'7200'0000;
  Dice dice{trace ^ of_orders};
  const std::vector orders{oldest_first, newest_first, newest_if_long_ago};
  const auto caller = dice.one_of(orders);
  return {caller, dice.one_of(orders)};
}

std::optional<Session> dial(Person& caller, Person& called, const Asked& asked) {
  auto dialled = node::Exchange::dial(caller.node(), caller.entropy(), called.id(),
                                      called.node().device(), asked.caller);
  if (!dialled) return std::nullopt;
  return Session{{caller, std::move(*dialled)},
                 {called, node::Exchange::answer(called.node(), called.entropy(), asked.called)}};
}

void settle(Session& session) {
  session.caller.run();
  session.called.run();
  while (session.caller.has_written() || session.called.has_written()) {
    session.called.receive(session.caller.take_written());
    session.caller.receive(session.called.take_written());
  }
}

std::optional<node::Tally> whole_session(Person& caller, Person& called, const Asked& asked) {
  auto session = dial(caller, called, asked);
  if (!session) return std::nullopt;
  settle(*session);
  session->caller.exchange().finish();
  session->called.exchange().finish();
  settle(*session);
  if (session->called.ending()) session->caller.cut();  // the stream goes with whoever closed it
  if (session->caller.ending() != node::Ending::finished) return std::nullopt;
  return session->caller.exchange().tally();
}

std::optional<node::Tally> sync(Person& caller, Person& called) {
  const auto now = std::max(caller.now(), called.now());
  caller.set_clock(now);
  called.set_clock(now);
  return whole_session(caller, called);
}

}  // namespace kith::sim
