// Randomness of the kernel, through libsodium, for everything that a running kith draws. Knows
// nothing of what is drawn; seeded randomness belongs to tests and the simulator.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/entropy.hpp"

namespace kith::host {

/// Draws ahead in blocks, because a page of a store takes 24 bytes at a time; each byte is wiped as
/// it is handed out.
///
/// Requires: one thread at a time; not carried across a fork (both sides would draw the same).
class SystemEntropy final : public Entropy {
 public:
  SystemEntropy() = default;
  ~SystemEntropy() override;

  void fill(ByteSpan out) override;

 private:
  static constexpr std::size_t block_bytes = 4096;

  std::array<std::uint8_t, block_bytes> block_{};
  std::size_t used_ = block_bytes;
};

}  // namespace kith::host
