#include "transport/machine.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <sstream>

namespace kith::transport {
namespace {

std::string text_of(int family, const void* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  return ::inet_ntop(family, address, text.data(), text.size()) == nullptr ? "" : text.data();
}

// Empty where it is of no use to others.
std::string usable(const ifaddrs& of, int family) {
  if ((of.ifa_flags & IFF_UP) == 0 || (of.ifa_flags & IFF_LOOPBACK) != 0) return {};
  if (of.ifa_addr == nullptr || of.ifa_addr->sa_family != family) return {};
  if (family == AF_INET) {
    const auto& four = reinterpret_cast<const sockaddr_in*>(of.ifa_addr)->sin_addr;
    const bool link_local = ntohl(four.s_addr) >> 16 == 0xa9fe;  // 169.254
    return link_local ? "" : text_of(AF_INET, &four);
  }
  const auto& six = reinterpret_cast<const sockaddr_in6*>(of.ifa_addr)->sin6_addr;
  const bool link_local = six.s6_addr[0] == 0xfe && (six.s6_addr[1] & 0xc0) == 0x80;
  return link_local ? "" : text_of(AF_INET6, &six);
}

}  // namespace

std::vector<std::string> machine_addresses(Family family) {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owned{all, &::freeifaddrs};
  std::vector<std::string> found;
  for (const int wanted : {AF_INET, AF_INET6}) {
    if (wanted == AF_INET6 && family == Family::ipv4) break;
    for (const auto* one = all; one != nullptr; one = one->ifa_next) {
      auto text = usable(*one, wanted);
      if (!text.empty() && std::ranges::count(found, text) == 0) found.push_back(std::move(text));
    }
  }
  return found;
}

namespace {

constexpr std::size_t routes_bytes_max = 64 * 1024;

std::string text_at(const char* path) {
  std::string text(routes_bytes_max, '\0');
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  std::size_t size = 0;
  while (file >= 0 && size < text.size()) {
    const auto read = ::read(file, text.data() + size, text.size() - size);
    if (read <= 0) break;
    size += static_cast<std::size_t>(read);
  }
  if (file >= 0) ::close(file);
  text.resize(size);
  return text;
}

}  // namespace

// Source: proc_pid_net(5), a line a route: interface, destination, gateway, flags, …; the numbers
// are hexadecimal, as they lie in memory.
std::optional<std::string> default_gateway() {
  std::istringstream routes{text_at("/proc/net/route")};
  std::string line;
  std::getline(routes, line);
  while (std::getline(routes, line)) {
    std::istringstream fields{line};
    std::string interface;
    std::uint32_t destination = 0;
    std::uint32_t gateway = 0;
    fields >> interface >> std::hex >> destination >> gateway;
    if (!fields || destination != 0 || gateway == 0) continue;
    const in_addr address{gateway};
    return text_of(AF_INET, &address);
  }
  return std::nullopt;
}

std::vector<std::string> addresses_in_use() {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owned{all, &::freeifaddrs};
  std::vector<std::string> found;
  for (const auto* one = all; one != nullptr; one = one->ifa_next) {
    const bool works = (one->ifa_flags & IFF_UP) != 0 && (one->ifa_flags & IFF_RUNNING) != 0;
    if (!works || one->ifa_addr == nullptr) continue;
    if (one->ifa_addr->sa_family == AF_INET) {
      found.push_back(
          text_of(AF_INET, &reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr));
    } else if (one->ifa_addr->sa_family == AF_INET6) {
      found.push_back(
          text_of(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(one->ifa_addr)->sin6_addr));
    }
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace kith::transport
