#include "running/up.hpp"

namespace kith::running {
namespace {

using service::Fault;
using service::Outcome;
using service::refuse;
using service::Status;

Outcome<void> listen(RunningNode& node, const UpWishes& wishes) {
  if (wishes.listen.empty()) {
    if (wishes.port_file.empty()) return {};
    return refuse("There is no port for --port-file without --listen.", Status::wrong_usage);
  }
  const auto address = transport::listening_address_of(wishes.listen);
  if (!address) {
    return refuse(
        "\"" + wishes.listen +
            "\" is no address to listen at; write 127.0.0.1:0, 0.0.0.0:4000 or [::]:4000.",
        Status::wrong_usage);
  }
  const auto port = node.listen(*address);
  if (!port) return Fail<Fault>{port.error()};
  if (wishes.port_file.empty()) return {};
  const auto text = std::to_string(*port) + "\n";
  if (!host::replace(wishes.port_file, as_bytes(text))) {
    return refuse("The port file \"" + wishes.port_file +
                  "\" cannot be written; check its folder.");
  }
  return {};
}

}  // namespace

Outcome<void> begin(RunningNode& node, const UpWishes& wishes) {
  if (auto opened = node.open_door(); !opened) return opened;
  return listen(node, wishes);
}

}  // namespace kith::running
