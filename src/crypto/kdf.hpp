// Keys from keys: libsodium's BLAKE2b key derivation, where a context and a number name the child.
// Knows nothing of trees, epochs or entries, and never derives from something a person typed
// (that is password.hpp).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"

namespace kith::crypto {

inline constexpr std::size_t kdf_key_bytes = 32;
inline constexpr std::size_t kdf_context_bytes = 8;
inline constexpr std::size_t kdf_out_bytes_min = 16;
inline constexpr std::size_t kdf_out_bytes_max = 64;

/// What a derived key is for.
///
/// Shape: a literal of exactly 8 bytes; anything else does not compile.
class KdfContext {
 public:
  template <std::size_t N>
  consteval KdfContext(const char (&text)[N]) {  // NOLINT(google-explicit-constructor)
    static_assert(N == kdf_context_bytes + 1, "a derivation context has exactly 8 bytes");
    for (std::size_t i = 0; i < kdf_context_bytes; ++i) {
      raw_[i] = text[i];
    }
  }

  [[nodiscard]] const std::array<char, kdf_context_bytes>& raw() const { return raw_; }

 private:
  std::array<char, kdf_context_bytes> raw_{};
};

/// The child key number `id` of `key` under `context`.
///
/// Shape:    `out` is 16..64 bytes; different lengths are unrelated keys.
/// Requires: `key` is 32 bytes.
/// Source:   libsodium crypto_kdf_blake2b_derive_from_key (BLAKE2b keyed with `key`, salt = id
/// little
///           endian, personalisation = context, both padded with zeros, empty message).
void derive(ByteView key, const KdfContext& context, std::uint64_t id, ByteSpan out);

/// The same into a Secret<Tag, 16..64>.
template <class Out>
[[nodiscard]] Out derive(ByteView key, const KdfContext& context, std::uint64_t id) {
  static_assert(Out::size >= kdf_out_bytes_min && Out::size <= kdf_out_bytes_max);
  Out out = Out::blank();
  derive(key, context, id, out.writable());
  return out;
}

}  // namespace kith::crypto
