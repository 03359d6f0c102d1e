#include "host/system_entropy.hpp"

#include <sodium/randombytes.h>

#include <algorithm>

#include "crypto/secret.hpp"

namespace kith::host {

SystemEntropy::~SystemEntropy() { crypto::wipe(block_); }

void SystemEntropy::fill(ByteSpan out) {
  while (!out.empty()) {
    if (out.size() >= block_bytes) {
      randombytes_buf(out.data(), out.size());
      return;
    }
    if (used_ == block_bytes) {
      randombytes_buf(block_.data(), block_.size());
      used_ = 0;
    }
    const auto count = std::min(out.size(), block_bytes - used_);
    const auto drawn = ByteSpan{block_}.subspan(used_, count);
    std::copy(drawn.begin(), drawn.end(), out.begin());
    crypto::wipe(drawn);
    used_ += count;
    out = out.subspan(count);
  }
}

}  // namespace kith::host
