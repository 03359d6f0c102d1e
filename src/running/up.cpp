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
  return refuse("\"" + listen +
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
    if (wishes.port_file.empty()) return {};
    return refuse("There is no port for --port-file without --listen.", Status::wrong_usage);
  }
  const auto port = listen_at(node, wishes);
  if (!port) return Fail<Fault>{port.error()};
  if (wishes.lan) node.find_nearby();
  if (wishes.port_file.empty()) return {};
  const auto text = std::to_string(*port) + "\n";
  if (!host::replace(wishes.port_file, as_bytes(text))) {
    return refuse("The port file \"" + wishes.port_file +
                  "\" cannot be written; check its folder.");
  }
  return {};
}

}  // namespace

Outcome<void> set_nearby(RunningNode& node, const UpWishes& wishes, bool is_found) {
  if (is_found == node.is_found_nearby()) return {};
  if (!is_found) {
    wishes.listen.empty() ? node.stop_listening() : node.hide();
    return {};
  }
  if (!node.listens()) {
    if (const auto port = listen_at(node, wishes); !port) return Fail<Fault>{port.error()};
  }
  node.find_nearby();
  return {};
}

Outcome<void> begin(RunningNode& node, const UpWishes& wishes) {
  if (auto opened = node.open_door(); !opened) return opened;
  return listen(node, wishes);
}

}  // namespace kith::running
