// Nothing of a simulated world may draw from the machine: entropy is an argument everywhere. Takes
// the place of libsodium's own source with one that is seeded, and counts who asks it; SQLite draws
// by the seed, too.
#pragma once

#include <cstdint>

namespace kith::sim {

/// Before anything of libsodium is used. What SQLite draws begins anew with each call.
void forbid_randomness(std::uint64_t seed);

/// How often somebody asked all the same, after libsodium had begun.
[[nodiscard]] std::uint64_t randomness_drawn();

}  // namespace kith::sim
