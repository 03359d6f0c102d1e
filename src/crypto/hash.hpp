// BLAKE2b-256, always under a context, so that no two uses of a hash can be mistaken for each
// other. Knows nothing of what is hashed; parts are joined without lengths, so the caller's layout
// must be one that cannot be cut in two ways.
#pragma once

#include <sodium/crypto_generichash_blake2b.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "base/bytes.hpp"

namespace kith::crypto {

inline constexpr std::size_t context_bytes = 16;
inline constexpr std::size_t digest_bytes = 32;
inline constexpr std::size_t hash_key_bytes = 32;

using Parts = std::initializer_list<ByteView>;

/// What a hash or a signature is for, as the 16 bytes of BLAKE2b's personalisation.
///
/// Shape:  a literal of 1 to 16 bytes without a zero byte, padded with zeros; anything else does
/// not
///         compile.
/// Source: RFC 7693 §2.8 and the BLAKE2 paper §2.8 (parameter block, personalisation).
class Context {
 public:
  template <std::size_t N>
  consteval Context(const char (&text)[N]) {  // NOLINT(google-explicit-constructor)
    static_assert(N >= 2 && N <= context_bytes + 1, "a context has 1 to 16 bytes");
    for (std::size_t i = 0; i + 1 < N; ++i) {
      if (text[i] == '\0') {
        a_context_holds_no_zero_byte();
      }
      padded_[i] = static_cast<std::uint8_t>(text[i]);
    }
  }

  [[nodiscard]] const std::array<std::uint8_t, context_bytes>& padded() const { return padded_; }

 private:
  static void a_context_holds_no_zero_byte();  // not constexpr: reaching it stops the compiler

  std::array<std::uint8_t, context_bytes> padded_{};
};

/// Shape: `out` is 32 bytes; `key` is empty or 32 bytes. The templates below are the usual door.
void hash_into(ByteSpan out, const Context& context, ByteView key, Parts parts);

/// A hash fed piece by piece; equal to `hash` and `keyed_hash` over the same bytes.
class Hasher {
 public:
  explicit Hasher(const Context& context);
  /// Shape: `key` is 32 bytes.
  Hasher(const Context& context, ByteView key);
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
  ~Hasher();

  Hasher& add(ByteView part);

  /// Requires: called once; nothing is added afterwards.
  template <class Out>
  [[nodiscard]] Out finish();

 private:
  friend void hash_into(ByteSpan out, const Context& context, ByteView key, Parts parts);
  void finish_into(ByteSpan out);

  crypto_generichash_blake2b_state state_;
  bool finished_ = false;
};

/// Makes an `Out` (a Bytes or a Secret of 32 bytes) and lets `fill` write it in place.
template <class Out, class Fill>
[[nodiscard]] Out filled_digest(Fill fill) {
  static_assert(Out::size == digest_bytes, "a digest is 32 bytes");
  if constexpr (requires { Out::blank(); }) {
    Out out = Out::blank();
    fill(out.writable());
    return out;
  } else {
    Out out;
    fill(ByteSpan{out.raw});
    return out;
  }
}

template <class Out>
Out Hasher::finish() {
  return filled_digest<Out>([this](ByteSpan out) { finish_into(out); });
}

/// BLAKE2b-256 of the joined parts.
///
/// Shape:  Out is any Bytes<Tag, 32>, or a Secret<Tag, 32>.
/// Source: RFC 7693; libsodium crypto_generichash_blake2b_salt_personal, salt zero.
template <class Out>
[[nodiscard]] Out hash(const Context& context, Parts parts) {
  return filled_digest<Out>([&](ByteSpan out) { hash_into(out, context, {}, parts); });
}

/// BLAKE2b-256 keyed with 32 bytes: a MAC, and a PRF.
///
/// Shape:    as `hash`.
/// Requires: `key` is 32 bytes.
/// Source:   RFC 7693 §2.9.
template <class Out>
[[nodiscard]] Out keyed_hash(const Context& context, ByteView key, Parts parts);

/// Stops the process when `key` is not 32 bytes: keys are ours, never a peer's.
void check_hash_key(ByteView key);

template <class Out>
Out keyed_hash(const Context& context, ByteView key, Parts parts) {
  check_hash_key(key);
  return filled_digest<Out>([&](ByteSpan out) { hash_into(out, context, key, parts); });
}

}  // namespace kith::crypto
