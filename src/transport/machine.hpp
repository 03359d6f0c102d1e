// The addresses by which others may reach this machine. Refuses to know who listens.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace kith::transport {

enum class Family { ipv4, both };

/// Of its interfaces that are up, without loopback and without addresses that mean something on one
/// link alone; IPv4 first.
[[nodiscard]] std::vector<std::string> machine_addresses(Family family);

/// Where this machine sends what is for no network of its own: an IPv4 address; nothing where there
/// is no such way.
[[nodiscard]] std::optional<std::string> default_gateway();

/// Every address of a line that is plugged in, loopback's too, as text; ascending.
[[nodiscard]] std::vector<std::string> addresses_in_use();

}  // namespace kith::transport
