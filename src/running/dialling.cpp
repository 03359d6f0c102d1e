#include "running/dialling.hpp"

#include <algorithm>

#include "host/clock.hpp"

namespace kith::running {
namespace {

node::DeviceOf device_of(const Peer& peer) { return {peer.person, peer.device}; }

node::Over over_of(const transport::Address& address) {
  return address.road == transport::Road::tor ? node::Over::tor : node::Over::direct;
}
node::Over over_of(const NextDial& dial) {
  return dial.sighted ? node::Over::near : over_of(dial.address);
}

// Of whether they are there: this device itself goes nowhere by that road now.
bool says_nothing(transport::DialError error) {
  return error == transport::DialError::no_network || error == transport::DialError::no_proxy;
}

}  // namespace

void Dialling::set_targets(std::vector<Target> targets) {
  for (auto& target : targets) put_in_vain_last(target);
  plan_.set_targets(targets, loop_.now());
  for (const auto& target : targets) {
    const auto& peer = target.peer;
    if (sessions_.has(peer.person, peer.device)) plan_.reached(peer, loop_.now());
  }
  go_on();
}

void Dialling::put_in_vain_last(Target& target) const {
  const auto* rhythm = reach_.rhythms().find(device_of(target.peer));
  if (rhythm == nullptr) return;
  // Not that of std::ranges: clang 14, which clang-tidy reads by, cannot take what it returns.
  std::stable_partition(target.ways.begin(), target.ways.end(),
                        [&](const auto& way) { return !rhythm->mostly_in_vain(over_of(way)); });
}

void Dialling::count_present() {
  const auto now = host::wall_now();
  for (const auto& device : sessions_.devices()) reach_.rhythms().there(device, std::nullopt, now);
}

void Dialling::sighted(const Peer& peer, const transport::Address& address) {
  if (sessions_.has(peer.person, peer.device)) return;
  plan_.sighted(peer, address, loop_.now());
  go_on();
}

// What is under way goes by the network that was, as long as it would take.
void Dialling::hurry() {
  for (const auto& [peer, dial] : std::exchange(dials_, {})) {
    plan_.failed(peer, loop_.now(), entropy_);
  }
  plan_.hurry(loop_.now(), entropy_);
  go_on();
}

void Dialling::stop() {
  dials_.clear();
  set_targets({});
}

void Dialling::proven(const Session& session) {
  const node::DeviceOf device{*session.talk().person(), *session.talk().device()};
  std::optional<node::Over> over;
  if (const auto found = handshakes_.find(&session); found != handshakes_.end()) {
    over = over_of(found->second);
    reach_.book().reached(device.first, transport::to_text(found->second.address),
                          host::wall_now());
    handshakes_.erase(found);
  }
  reach_.rhythms().there(device, over, host::wall_now());
  if (session.purpose() == Purpose::errand) return;
  plan_.reached({device.first, device.second}, loop_.now());
  go_on();
}

void Dialling::over(const Session& session) {
  if (const auto found = handshakes_.find(&session); found != handshakes_.end()) {
    const auto dial = found->second;
    handshakes_.erase(found);
    return not_there(dial);
  }
  const auto person = session.talk().person();
  const auto device = session.talk().device();
  if (person && device && !sessions_.has(*person, *device)) {
    reach_.rhythms().there({*person, *device}, std::nullopt, host::wall_now());
    plan_.lost({*person, *device}, loop_.now(), entropy_);
  }
  go_on();
}

void Dialling::not_there(const NextDial& dial) {
  reach_.rhythms().not_there(device_of(dial.peer), over_of(dial), host::wall_now());
  put_off(dial);
}

void Dialling::put_off(const NextDial& dial) {
  const auto* rhythm = reach_.rhythms().find(device_of(dial.peer));
  const std::chrono::microseconds longest =
      rhythm == nullptr ? redial_wait_max : rhythm->wait(host::wall_now(), redial_wait_max);
  plan_.failed(dial.peer, loop_.now(), entropy_, longest);
  go_on();
}

void Dialling::go_on() {
  while (dials_.size() + handshakes_.size() < dials_max && sessions_.count() < sessions_max) {
    const auto next = plan_.next(loop_.now());
    if (!next) break;
    dial(*next);
  }
  const auto wake = plan_.wake();
  const bool busy = dials_.size() + handshakes_.size() >= dials_max;
  if (wake && !busy && sessions_.count() < sessions_max) {
    timer_.at(*wake, [this] { go_on(); });
  } else {
    timer_.cancel();  // whoever ends gives place, and comes by here
  }
}

void Dialling::dial(const NextDial& next) {
  auto then = [this, next](Result<transport::Stream, transport::DialError> reached) {
    dials_.erase(next.peer);
    came(next, std::move(reached));
  };
  // A road may have closed since it was planned; and nobody is looked for in vain for ever.
  const bool can_go = roads_.open_to(next.address);
  if (!can_go || !reach_.book().try_now(next.peer.person, transport::to_text(next.address),
                                        host::wall_now())) {
    return put_off(next);
  }
  dials_[next.peer] = roads_.dial(next.address, next.peer.person, std::move(then));
}

void Dialling::came(const NextDial& next, Result<transport::Stream, transport::DialError> reached) {
  if (!reached) return says_nothing(reached.error()) ? put_off(next) : not_there(next);
  // They came meanwhile.
  if (sessions_.has(next.peer.person, next.peer.device)) {
    plan_.reached(next.peer, loop_.now());
    return go_on();
  }
  const auto session =
      sessions_.dialled(std::move(*reached), next.peer.person, next.peer.device, Purpose::live,
                        next.address.road, node::AskedOrder::newest_if_long_ago);
  if (!session) return put_off(next);
  handshakes_.emplace(session.get(), next);
}

std::vector<Target> targets_of(service::OpenHome& home, const Roads& roads,
                               const node::AddressBook& book) {
  std::vector<Target> targets;
  const auto now = host::wall_now();
  for (const auto& [person, contact] : home.node().contacts().all()) {
    auto ways = ways_of(book, person, now);
    std::erase_if(ways, [&](const auto& way) { return !roads.open_to(way); });
    for (const auto& device : home.node().contacts().devices_of(person, now)) {
      if (device.device != home.node().device()) targets.push_back({{person, device.device}, ways});
    }
  }
  return targets;
}

}  // namespace kith::running
