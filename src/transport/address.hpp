// Where a node can be reached, as text: tcp:HOST:PORT, with HOST a name, an IPv4 address or an IPv6
// address in brackets; or tor:HOST:PORT, with HOST an onion service's. Refuses to know whether
// anybody is there.
//
// Source: docs/protocol.md §9.1; onion addresses of version 3 are those of tor's rend-spec-v3 §6.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith::transport {

inline constexpr std::size_t host_bytes_max = 253;

enum class Road : std::uint8_t {
  direct,  // TCP
  tor,
};

struct Address {
  std::string host;  // without brackets
  std::uint16_t port{};
  Road road{Road::direct};
  auto operator<=>(const Address&) const = default;
};

/// tcp:HOST:PORT or tor:HOST:PORT, to be dialled: the port is not 0. Nothing for any other text;
/// nor for a tcp:HOST that ends in .onion, lest somebody be asked for that name (RFC 7686).
[[nodiscard]] std::optional<Address> address_of(std::string_view text);

/// HOST:PORT, to listen at: the host is an IP address, and port 0 means any that is free.
[[nodiscard]] std::optional<Address> listening_address_of(std::string_view text);

/// As address_of reads it.
[[nodiscard]] std::string to_text(const Address& address);

/// Stands for every address of the machine: 0.0.0.0 or [::].
[[nodiscard]] bool is_any(const Address& address);

[[nodiscard]] bool is_ipv6(std::string_view host);

/// 56 characters of base32 that end as version 3 does, and .onion. Its checksum is not looked at:
/// whoever goes there over Tor finds nobody.
[[nodiscard]] bool is_onion(std::string_view host);

}  // namespace kith::transport
