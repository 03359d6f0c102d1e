#include "transport/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.hpp"

namespace kith::transport {
namespace {

constexpr std::string_view direct_scheme = "tcp:";
constexpr std::string_view tor_scheme = "tor:";
constexpr std::string_view onion_end = ".onion";
constexpr std::size_t onion_characters = 56;

bool parses_as(int family, std::string_view host) {
  std::array<std::uint8_t, sizeof(in6_addr)> parsed{};
  return ::inet_pton(family, std::string{host}.c_str(), parsed.data()) == 1;
}

bool is_name_character(char c) { return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_'; }

// What has digits and dots alone is an IPv4 address or nothing: "1.2.3" means too many things.
bool is_name_or_ipv4(std::string_view host) {
  if (host.empty() || host.size() > host_bytes_max || host.front() == '.' || host.front() == '-') {
    return false;
  }
  if (host.find("..") != std::string_view::npos) return false;
  if (!std::ranges::all_of(host, is_name_character)) return false;
  const bool numeric = std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; });
  return !numeric || parses_as(AF_INET, host);
}

std::optional<std::uint16_t> port_of(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return port;
}

bool names_an_onion(std::string_view host) {
  std::string small{host};
  std::ranges::transform(small, small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  while (small.ends_with('.')) small.pop_back();
  return small == onion_end.substr(1) || small.ends_with(onion_end);
}

std::optional<Address> host_and_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = port_of(text.substr(colon + 1));
  auto host = text.substr(0, colon);
  if (!port) return std::nullopt;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    if (!is_ipv6(host)) return std::nullopt;
  } else if (!is_name_or_ipv4(host)) {
    return std::nullopt;
  }
  return Address{std::string{host}, *port};
}

}  // namespace

bool is_ipv6(std::string_view host) {
  return host.size() < INET6_ADDRSTRLEN && parses_as(AF_INET6, host);
}

bool is_onion(std::string_view host) {
  if (host.size() != onion_characters + onion_end.size() || !host.ends_with(onion_end)) {
    return false;
  }
  const auto name = host.substr(0, onion_characters);
  const bool base32 = std::ranges::all_of(
      name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'); });
  return base32 && name.back() == 'd';  // the low bits of version 3
}

std::optional<Address> address_of(std::string_view text) {
  const bool over_tor = text.starts_with(tor_scheme);
  if (!over_tor && !text.starts_with(direct_scheme)) return std::nullopt;
  auto address = host_and_port(text.substr(direct_scheme.size()));
  if (!address || address->port == 0) return std::nullopt;
  if (over_tor ? !is_onion(address->host) : names_an_onion(address->host)) return std::nullopt;
  address->road = over_tor ? Road::tor : Road::direct;
  return address;
}

std::optional<Address> listening_address_of(std::string_view text) {
  auto address = host_and_port(text);
  if (address && !is_ipv6(address->host) && !parses_as(AF_INET, address->host)) return std::nullopt;
  return address;
}

std::string to_text(const Address& address) {
  const auto host = is_ipv6(address.host) ? "[" + address.host + "]" : address.host;
  const auto scheme = address.road == Road::tor ? tor_scheme : direct_scheme;
  return std::string{scheme} + host + ":" + std::to_string(address.port);
}

bool is_any(const Address& address) {
  constexpr in6_addr any6{};
  in6_addr six{};
  if (::inet_pton(AF_INET6, address.host.c_str(), &six) == 1) {
    return std::ranges::equal(six.s6_addr, any6.s6_addr);
  }
  return address.host == "0.0.0.0";
}

}  // namespace kith::transport
