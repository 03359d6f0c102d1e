// Sessions of two, byte for byte: every Noise message, what it holds, and all keys. Made by two
// nodes, and opened by twins of their handshakes that draw the same ephemeral keys.
#pragma once

#include "crypto/noise.hpp"
#include "seal/box.hpp"
#include "tests/vectors/crypto_vectors.hpp"

namespace kith::test {

[[nodiscard]] inline crypto::noise::Psk psk_of(const seal::PairSecret& pair) {
  return *crypto::noise::Psk::from(seal::pair_key(pair, seal::PairUse::session).view());
}

/// A first session, and one in which nothing is new.
[[nodiscard]] ordered_json sessions_json();
/// Spans, and the digest of them.
[[nodiscard]] ordered_json digests_json();

}  // namespace kith::test
