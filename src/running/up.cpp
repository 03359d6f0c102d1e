#include "running/up.hpp"

namespace kith::running {
namespace {

using service::Fault;
using service::Outcome;
using service::refuse;
using service::Status;

constexpr const char* everywhere = "[::]:0";
constexpr const char* everywhere_of_old = "0.0.0.0:0";  // where there is no IPv6

Outcome<transport::Address> address_in(const std::string& listen) {
  const auto address = transport::listening_address_of(listen);
  if (address) return *address;
  return refuse("bad_address",
                "\"" + listen +
                    "\" is no address to listen at; write 127.0.0.1:0, 0.0.0.0:4000 or [::]:4000.",
                Status::wrong_usage);
}

Outcome<std::uint16_t> listen_at(RunningNode& node, const UpWishes& wishes) {
  if (!wishes.listen.empty()) {
    const auto address = address_in(wishes.listen);
    return address ? node.listen(*address) : Fail<Fault>{address.error()};
  }
  const auto port = node.listen(*transport::listening_address_of(everywhere));
  return port ? port : node.listen(*transport::listening_address_of(everywhere_of_old));
}

Outcome<void> listen(RunningNode& node, const UpWishes& wishes) {
  if (wishes.listen.empty() && !wishes.lan) {
    if (wishes.map_port) {
      return refuse("at_terminal", "There is no port for --map-port to open without --listen.",
                    Status::wrong_usage);
    }
    if (wishes.port_file.empty()) return {};
    return refuse("at_terminal", "There is no port for --port-file without --listen.",
                  Status::wrong_usage);
  }
  const auto port = listen_at(node, wishes);
  if (!port) return Fail<Fault>{port.error()};
  if (wishes.lan) node.find_nearby();
  if (wishes.map_port) node.map_port();
  if (wishes.port_file.empty()) return {};
  const auto text = std::to_string(*port) + "\n";
  if (!host::replace(wishes.port_file, as_bytes(text))) {
    return refuse("at_terminal", "The port file \"" + wishes.port_file +
                                     "\" cannot be written; check its folder.");
  }
  return {};
}

Outcome<void> refuse_what_contradicts(const UpWishes& wishes) {
  if (wishes.only_tor && wishes.any_road) {
    return refuse("at_terminal",
                  "Over Tor alone, or by any road: say one of --only-tor and --any-road.",
                  Status::wrong_usage);
  }
  if (!wishes.tor_at.empty() && !tor_choice_of(wishes.tor_at)) {
    return refuse("at_terminal",
                  "\"" + wishes.tor_at +
                      "\" is no place where a Tor of this machine is asked; write own, "
                      "unix:/run/tor/control or 127.0.0.1:9051.",
                  Status::wrong_usage);
  }
  return {};
}

// Whoever went over Tor alone once does until they say otherwise: not by leaving out a word.
Outcome<void> choose_roads(RunningNode& node, const UpWishes& wishes) {
  if (wishes.only_tor && !node.only_tor()) return node.remember(node::Roads::only_tor);
  if (wishes.any_road && node.only_tor()) return node.remember(node::Roads::any);
  return {};
}

Fail<Fault> refuse_networks() {
  return service::refuse(
      "only_tor",
      "This home goes over Tor alone, so it neither listens nor looks around on networks; "
      "--any-road ends that.");
}

Fail<Fault> refuse_page_elsewhere() {
  return service::refuse(
      "page_elsewhere",
      "The page of a home that goes over Tor alone is for this machine alone; serve it at "
      "127.0.0.1:0, or say --any-road.");
}

Outcome<void> open_roads(RunningNode& node, UpWishes wishes) {
  if (node.only_tor()) {
    if (!wishes.listen.empty() || wishes.map_port || (wishes.lan && !wishes.lan_unasked)) {
      return refuse_networks();
    }
    if (wishes.shown_elsewhere) return refuse_page_elsewhere();
    wishes.lan = false;
  }
  if (auto listens = listen(node, wishes); !listens) return listens;
  if (!wishes.tor && !node.only_tor()) return {};
  return node.go_over_tor(*tor_choice_of(wishes.tor_at));
}

// Tor first: who chooses it shall not lose every road where there is none to be had.
Outcome<void> go_over_tor_alone(RunningNode& node, const UpWishes& wishes) {
  if (node.only_tor()) return {};
  if (wishes.shown_elsewhere) return refuse_page_elsewhere();
  const bool went = node.goes_over_tor();
  if (!went) {
    if (auto gone = node.go_over_tor(*tor_choice_of(wishes.tor_at)); !gone) return gone;
  }
  auto kept = node.remember(node::Roads::only_tor);
  if (!kept && !went) node.leave_tor();
  return kept;
}

Outcome<void> go_by_any_road(RunningNode& node, const UpWishes& wishes) {
  if (!node.only_tor()) return {};
  if (auto kept = node.remember(node::Roads::any); !kept) return kept;
  auto listens = listen(node, wishes);
  if (!listens) (void)node.remember(node::Roads::only_tor);
  return listens;
}

}  // namespace

RoadChoice roads_of(const RunningNode& node) {
  if (node.only_tor()) return RoadChoice::only_tor;
  return node.goes_over_tor() ? RoadChoice::both : RoadChoice::direct;
}

Outcome<void> set_roads(RunningNode& node, const UpWishes& wishes, RoadChoice choice) {
  if (choice == RoadChoice::only_tor) return go_over_tor_alone(node, wishes);
  if (auto opened = go_by_any_road(node, wishes); !opened) return opened;
  if (choice == RoadChoice::direct) {
    node.leave_tor();
    return {};
  }
  return node.goes_over_tor() ? Outcome<void>{} : node.go_over_tor(*tor_choice_of(wishes.tor_at));
}

Outcome<void> set_nearby(RunningNode& node, const UpWishes& wishes, bool is_found) {
  if (is_found == node.is_found_nearby()) return {};
  if (!is_found) {
    wishes.listen.empty() ? node.stop_listening() : node.hide();
    return {};
  }
  if (node.only_tor()) return refuse_networks();
  if (!node.listens()) {
    if (const auto port = listen_at(node, wishes); !port) return Fail<Fault>{port.error()};
  }
  node.find_nearby();
  return {};
}

Outcome<void> begin(RunningNode& node, const UpWishes& wishes) {
  if (auto fine = refuse_what_contradicts(wishes); !fine) return fine;
  if (auto chosen = choose_roads(node, wishes); !chosen) return chosen;
  if (auto opened = node.open_door(); !opened) return opened;
  return open_roads(node, wishes);
}

}  // namespace kith::running
