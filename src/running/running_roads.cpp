// The roads of a running node: taken and left, at the start and while it runs.
#include <algorithm>

#include "base/check.hpp"
#include "running/listening.hpp"
#include "running/running_node.hpp"

namespace kith::running {

using service::Fault;
using service::Outcome;

Outcome<std::uint16_t> RunningNode::listen(const transport::Address& address) {
  check(!roads_.only_tor());
  auto opened = transport::Listener::tcp(loop_, address);
  if (!opened) return service::refuse("cannot_listen", sentence_of(opened.error(), address));
  listening_ = transport::Address{address.host, opened->port()};
  entrances_.push_back({std::move(*opened), true, false});
  direct_ways_ = ways_of_listening(*listening_);
  tell_ways();
  accept();
  return listening_->port;
}

// Tor brings those who come to a port of loopback: a system's tor may not look into the home.
Outcome<void> RunningNode::go_over_tor(const TorChoice& choice) {
  check(!tor_);
  const transport::Address loopback{"127.0.0.1", 0};
  auto opened = transport::Listener::tcp(loop_, loopback);
  if (!opened) return service::refuse("cannot_listen", sentence_of(opened.error(), loopback));
  const transport::TorDoor target{{}, {loopback.host, opened->port()}};
  entrances_.push_back({std::move(*opened), false, false});
  const auto changed = [this] { post([this] { tor_changed(); }); };
  tor_.emplace(Tor::Ground{loop_, home_, target, changed}, choice);
  roads_.go_by(&*tor_);
  tell_ways();
  accept();
  return {};
}

Outcome<void> RunningNode::remember(node::Roads roads) {
  const auto kept = home_.carry_out<node::Done>(node::Step<node::Done>{{node::kept(roads)}, {}});
  if (!kept) return Fail<Fault>{kept.error()};
  if (roads == node::Roads::any) {
    roads_.take_any();
  } else {
    roads_.take_only_tor();
    close(transport::Road::direct);
    stop_listening();
  }
  aim();
  return {};
}

void RunningNode::tor_changed() {
  if (!tor_) return;
  tell_ways();
  aim();
}

// One over Tor is told in any case: who gets it may never be on a network with this one.
void RunningNode::tell_ways() {
  auto ways = direct_ways_;
  if (const auto at = port_map_ ? port_map_->outside() : std::nullopt) {
    ways.insert(ways.begin(), transport::to_text({at->first, at->second}));
  }
  const auto over_tor = tor_ ? tor_->ways() : std::vector<std::string>{};
  ways.resize(std::min(ways.size(), limits::ways_max - over_tor.size()));
  ways.insert(ways.end(), over_tor.begin(), over_tor.end());
  if (ways != home_.ways()) home_.set_ways(std::move(ways));
}

void RunningNode::find_nearby() {
  check(listening_.has_value() && !roads_.only_tor());
  lan_.emplace(loop_, home_, listening_->port,
               [this](const node::Sighting& who, const std::string& host) {
                 dialling_.sighted({who.person, who.device}, {host, who.port});
               });
}

void RunningNode::map_port() {
  check(listening_.has_value() && !roads_.only_tor());
  port_map_.emplace(loop_, listening_->port, [this] { tell_ways(); });
}

void RunningNode::hide() { lan_.reset(); }

void RunningNode::stop_listening() {
  hide();
  std::erase_if(entrances_, [](const Entrance& one) { return one.direct; });
  listening_.reset();
  port_map_.reset();
  direct_ways_.clear();
  tell_ways();
}

// Whoever is on their way there gives up first, and then finds the road closed.
void RunningNode::close(transport::Road road) {
  for (auto& [number, one] : syncs_) one.road_closed(road);
  if (dialling_is_on_ && !ending_) dialling_.hurry();
  sessions_.cut_on(road);
  std::erase_if(entrances_, [&](const Entrance& one) {
    return one.direct == (road == transport::Road::direct);
  });
}

void RunningNode::leave_tor() {
  check(!roads_.only_tor());
  if (!tor_) return;
  roads_.go_by(nullptr);
  close(transport::Road::tor);
  drop_tor();
  tell_ways();
  aim();
}

// After the sessions: the last that is said still goes through it.
void RunningNode::drop_tor() {
  roads_.go_by(nullptr);
  tor_.reset();
}

}  // namespace kith::running
