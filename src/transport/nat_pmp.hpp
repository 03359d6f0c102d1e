// What is said to a gateway so that it lets others in at a port of its own, and what it may answer:
// NAT-PMP. Anybody on the network may answer in its place, and it may lie: sizes, codes and the
// question that it answers are checked, and nothing else is believed. Refuses to know sockets and
// time.
//
// Source: RFC 6886 §3.2 (the address), §3.3 (a mapping), §3.5 (result codes).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace kith::transport {

inline constexpr std::uint16_t nat_pmp_port = 5351;
inline constexpr std::size_t nat_pmp_bytes_max = 16;

enum class NatPmpError {
  malformed,   // no gateway answers so, or not to this
  refused,     // it lets nobody in, or not this machine
  no_network,  // it has no network itself
  full,        // it has no place for one more
};

/// Asks by which address others see the gateway.
[[nodiscard]] ByteVec address_question();
/// An IPv4 address as text; never one that cannot be another machine's.
[[nodiscard]] Result<std::string, NatPmpError> address_answer(ByteView bytes);

struct PortMapping {
  std::uint16_t inside{};
  std::uint16_t outside{};
  std::uint32_t seconds{};
  bool operator==(const PortMapping&) const = default;
};

/// Asks for a mapping of a TCP port; `seconds` 0: for its end.
[[nodiscard]] ByteVec mapping_question(const PortMapping& wish);
/// The mapping that there is now, for that port inside.
[[nodiscard]] Result<PortMapping, NatPmpError> mapping_answer(ByteView bytes, std::uint16_t inside);

/// An address of a network that is not the internet: such a gateway stands behind another.
[[nodiscard]] bool is_private(const std::string& ipv4);

}  // namespace kith::transport
