#include "running/dialling.hpp"

#include "host/clock.hpp"

namespace kith::running {

void Dialling::set_targets(const std::vector<Target>& targets) {
  plan_.set_targets(targets, loop_.now());
  for (const auto& target : targets) {
    const auto& peer = target.peer;
    if (sessions_.has(peer.person, peer.device)) plan_.reached(peer, loop_.now());
  }
  go_on();
}

void Dialling::sighted(const Peer& peer, const transport::Address& address) {
  if (sessions_.has(peer.person, peer.device)) return;
  plan_.sighted(peer, address, loop_.now());
  go_on();
}

void Dialling::stop() {
  dials_.clear();
  set_targets({});
}

void Dialling::proven(const Session& session) {
  handshakes_.erase(&session);
  if (session.purpose() == Purpose::errand) return;
  plan_.reached({*session.talk().person(), *session.talk().device()}, loop_.now());
  go_on();
}

void Dialling::over(const Session& session) {
  if (const auto found = handshakes_.find(&session); found != handshakes_.end()) {
    const auto peer = found->second;
    handshakes_.erase(found);
    return failed(peer);
  }
  const auto person = session.talk().person();
  const auto device = session.talk().device();
  if (person && device && !sessions_.has(*person, *device)) {
    plan_.lost({*person, *device}, loop_.now(), entropy_);
  }
  go_on();
}

void Dialling::failed(const Peer& peer) {
  plan_.failed(peer, loop_.now(), entropy_);
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
  // A road may have closed since it was planned.
  if (!roads_.open_to(next.address)) {
    plan_.failed(next.peer, loop_.now(), entropy_);
    return;
  }
  dials_[next.peer] = roads_.dial(next.address, next.peer.person, std::move(then));
}

void Dialling::came(const NextDial& next, Result<transport::Stream, transport::DialError> reached) {
  if (!reached) return failed(next.peer);
  // They came meanwhile.
  if (sessions_.has(next.peer.person, next.peer.device)) {
    plan_.reached(next.peer, loop_.now());
    return go_on();
  }
  const auto session =
      sessions_.dialled(std::move(*reached), next.peer.person, next.peer.device, Purpose::live);
  if (!session) return failed(next.peer);
  handshakes_.emplace(session.get(), next.peer);
}

std::vector<transport::Address> ways_of(const node::Contact& contact) {
  std::vector<transport::Address> ways;
  for (const auto& text : contact.ways) {
    if (auto address = transport::address_of(text)) ways.push_back(std::move(*address));
  }
  return ways;
}

std::vector<Target> targets_of(service::OpenHome& home, const Roads& roads) {
  std::vector<Target> targets;
  const auto now = host::wall_now();
  for (const auto& [person, contact] : home.node().contacts().all()) {
    auto ways = ways_of(contact);
    std::erase_if(ways, [&](const auto& way) { return !roads.open_to(way); });
    for (const auto& device : home.node().contacts().devices_of(person, now)) {
      if (device.device != home.node().device()) targets.push_back({{person, device.device}, ways});
    }
  }
  return targets;
}

}  // namespace kith::running
