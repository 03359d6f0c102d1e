// Bytes that must not be seen: wiped when they die or move away, never printed, never copied
// without saying so, compared only in constant time. Knows nothing of what a secret opens.
// Randomness is the caller's; pages are not locked here (swap is the host's business).
#pragma once

#include <sodium/utils.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "base/entropy.hpp"

namespace kith::crypto {

/// Wipes bytes that were secret for a while, in a way that no optimizer drops.
inline void wipe(ByteSpan bytes) { sodium_memzero(bytes.data(), bytes.size()); }

/// N secret bytes that mean Tag; two Tags never convert into each other.
///
/// Shape: exactly N bytes. A secret that was moved from is all zero.
template <class Tag, std::size_t N>
class Secret {
 public:
  static constexpr std::size_t size = N;

  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept : raw_(other.raw_) { other.wipe_raw(); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      raw_ = other.raw_;
      other.wipe_raw();
    }
    return *this;
  }
  ~Secret() { wipe_raw(); }

  /// All zero: to be filled through `writable()` before anything is done with it.
  [[nodiscard]] static Secret blank() { return Secret{}; }

  /// Shape: exactly N bytes, else nothing. The source stays the caller's to wipe.
  [[nodiscard]] static std::optional<Secret> from(ByteView bytes) {
    if (bytes.size() != N) {
      return std::nullopt;
    }
    Secret result;
    std::copy(bytes.begin(), bytes.end(), result.raw_.begin());
    return result;
  }

  [[nodiscard]] static Secret random(Entropy& entropy) {
    Secret result;
    entropy.fill(result.raw_);
    return result;
  }

  /// A second copy, on purpose: the word to search for when asking where a secret went.
  [[nodiscard]] Secret clone() const {
    Secret result;
    result.raw_ = raw_;
    return result;
  }

  [[nodiscard]] ByteView view() const { return raw_; }
  [[nodiscard]] ByteSpan writable() { return raw_; }

 private:
  Secret() = default;
  void wipe_raw() { sodium_memzero(raw_.data(), raw_.size()); }

  std::array<std::uint8_t, N> raw_{};
};

/// Equality that takes the same time wherever the first difference lies.
template <class Tag, std::size_t N>
[[nodiscard]] bool constant_time_equal(const Secret<Tag, N>& left, const Secret<Tag, N>& right) {
  return sodium_memcmp(left.view().data(), right.view().data(), N) == 0;
}

/// Compares public bytes that stand for a secret (a tag) without telling where they differ.
template <class Tag, std::size_t N>
[[nodiscard]] bool constant_time_equal(const Bytes<Tag, N>& left, const Bytes<Tag, N>& right) {
  return sodium_memcmp(left.raw.data(), right.raw.data(), N) == 0;
}

}  // namespace kith::crypto
