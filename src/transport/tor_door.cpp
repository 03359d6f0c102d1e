#include "transport/tor_door.hpp"

namespace kith::transport {
namespace {

constexpr std::string_view local = "unix:";

bool is_loopback(const std::string& host) { return host == "::1" || host.starts_with("127."); }

}  // namespace

std::optional<TorDoor> tor_door_of(std::string_view text) {
  if (text.starts_with(local)) {
    const auto path = text.substr(local.size());
    if (!path.starts_with('/') || path.find('\0') != std::string_view::npos) return std::nullopt;
    return TorDoor{std::string{path}, {}};
  }
  const auto address = listening_address_of(text);
  if (!address || address->port == 0 || !is_loopback(address->host)) return std::nullopt;
  return TorDoor{{}, *address};
}

std::string to_text(const TorDoor& door) {
  if (!door.path.empty()) return std::string{local} + door.path;
  return to_text(door.address).substr(4);
}

}  // namespace kith::transport
