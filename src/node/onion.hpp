// This device's onion service, who may come to it, and by which key one goes to another's. Refuses
// to know tor, and when any of it is used.
// Source: docs/protocol.md §14.
#pragma once

#include <string>
#include <vector>

#include "crypto/onion_key.hpp"
#include "node/node.hpp"

namespace kith::node {

/// Callers that fit into what a service tells about itself, with room to spare.
inline constexpr std::size_t onion_callers_max = 192;

/// `host` is empty until a tor said it: its checksum is of a hash that we do not have.
struct OnionService {
  crypto::OnionKey key;
  std::string host;
};

/// Errors: those of the store. Nothing where there is none yet.
[[nodiscard]] Result<std::optional<OnionService>, Refusal> onion_service(const Store& store);
/// To be committed before anybody hears of it.
[[nodiscard]] change::PutValue kept(const OnionService& service);

/// Whose service that host is; nothing where it is none of version 3.
[[nodiscard]] std::optional<crypto::OnionPublic> onion_public(std::string_view host);

/// The key of whoever shares that secret with the service's owner.
[[nodiscard]] crypto::OnionCallerSecret onion_caller(const seal::PairSecret& pair,
                                                     const crypto::OnionPublic& service);

/// Everyone who knows me and may come, with each secret that they may use: ascending, each once, at
/// most onion_callers_max. Beyond, older cards and secrets are left out first.
[[nodiscard]] std::vector<crypto::OnionCallerPublic> onion_callers(
    const Node& node, const crypto::OnionPublic& service);

/// Over Tor alone, or by any road: what this home was told last.
enum class Roads : std::uint8_t { any = 0, only_tor = 1 };
/// Errors: those of the store.
[[nodiscard]] Result<Roads, Refusal> roads(const Store& store);
[[nodiscard]] change::PutValue kept(Roads roads);

}  // namespace kith::node
