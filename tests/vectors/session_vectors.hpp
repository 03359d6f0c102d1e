// Sessions of two, byte for byte: every Noise message, what it holds, and all keys. Made by two
// nodes, and opened by twins of their handshakes that draw the same ephemeral keys.
#pragma once

#include "base/entropy.hpp"
#include "crypto/noise.hpp"
#include "seal/box.hpp"
#include "tests/vectors/vector_json.hpp"

namespace kith::test {

/// Gives one ephemeral secret, which then stands in the vector.
class OneSecret : public Entropy {
 public:
  explicit OneSecret(ByteVec secret) : secret_(std::move(secret)) {}
  void fill(ByteSpan out) override { std::copy_n(secret_.begin(), out.size(), out.begin()); }
  [[nodiscard]] ByteView view() const { return secret_; }

 private:
  ByteVec secret_;
};

[[nodiscard]] inline crypto::noise::Psk psk_of(const seal::PairSecret& pair) {
  return *crypto::noise::Psk::from(seal::pair_key(pair, seal::PairUse::session).view());
}

/// A first session, and one in which nothing is new.
[[nodiscard]] ordered_json sessions_json();
/// Spans, and the digest of them.
[[nodiscard]] ordered_json digests_json();

}  // namespace kith::test
