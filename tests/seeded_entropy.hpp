// Randomness that a seed replays: a ChaCha20 keystream. Cutting it into other pieces gives the same
// bytes. For tests only; knows nothing of what is drawn.
#pragma once

#include <sodium/crypto_stream_chacha20.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"
#include "base/entropy.hpp"

namespace kith::test {

class SeededEntropy : public Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) {
    for (std::size_t i = 0; i < 8; ++i) {
      key_[i] = static_cast<std::uint8_t>(seed >> (8 * i));
    }
  }

  void fill(ByteSpan out) override {
    for (auto& byte : out) {
      if (used_ == block_.size()) {
        refill();
      }
      byte = block_[used_++];
    }
  }

  /// Another that draws from here on what this one would.
  [[nodiscard]] SeededEntropy twin() const { return SeededEntropy{*this, Twin{}}; }

 private:
  struct Twin {};
  SeededEntropy(const SeededEntropy& one, Twin)
      : key_(one.key_), block_(one.block_), counter_(one.counter_), used_(one.used_) {}

  void refill() {
    constexpr std::array<std::uint8_t, crypto_stream_chacha20_NONCEBYTES> nonce{};
    constexpr std::array<std::uint8_t, 64> zeros{};
    crypto_stream_chacha20_xor_ic(block_.data(), zeros.data(), zeros.size(), nonce.data(), counter_,
                                  key_.data());
    ++counter_;
    used_ = 0;
  }

  std::array<std::uint8_t, crypto_stream_chacha20_KEYBYTES> key_{};
  std::array<std::uint8_t, 64> block_{};
  std::uint64_t counter_ = 0;
  std::size_t used_ = 64;
};

}  // namespace kith::test
