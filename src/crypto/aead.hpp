// Sealing with a key and a number used once: ChaCha20-Poly1305 for HPKE and Noise,
// XChaCha20-Poly1305 for what lies on disk, bare XChaCha20 for the entry seal (which brings its own
// tag). Knows nothing of where nonces come from: never to use one twice under a key is the caller's
// duty. None of these commits to its key; who needs that adds a hash (see src/seal).
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace kith::crypto {

/// too_short: less than a tag, was never sealed. forged: not sealed under this key, nonce and aad.
enum class AeadError { too_short, forged };

inline constexpr std::size_t aead_key_bytes = 32;
inline constexpr std::size_t aead_tag_bytes = 16;

using AeadTag = Bytes<struct AeadTagTag, aead_tag_bytes>;

/// In all calls below:
///
/// Shape:    key 32 bytes; nonce 12 (or 24 with an X); `sealed` = ciphertext, then 16 bytes of tag;
///           output and input may be the same memory, but not overlap otherwise.
/// Requires: sizes of keys, nonces and outputs fit (they are ours); inputs may be anything.
/// Errors:   as AeadError; on failure the output holds nothing of the plaintext.
namespace chacha20_poly1305 {

inline constexpr std::size_t nonce_bytes = 12;

/// Source: RFC 8439 §2.8.
void seal(ByteView key, ByteView nonce, ByteView aad, ByteView plain, ByteSpan sealed);
[[nodiscard]] ByteVec seal(ByteView key, ByteView nonce, ByteView aad, ByteView plain);
[[nodiscard]] Result<void, AeadError> open(ByteView key, ByteView nonce, ByteView aad,
                                           ByteView sealed, ByteSpan plain);
[[nodiscard]] Result<ByteVec, AeadError> open(ByteView key, ByteView nonce, ByteView aad,
                                              ByteView sealed);
[[nodiscard]] AeadTag seal_detached(ByteView key, ByteView nonce, ByteView aad, ByteView plain,
                                    ByteSpan cipher);
[[nodiscard]] Result<void, AeadError> open_detached(ByteView key, ByteView nonce, ByteView aad,
                                                    ByteView cipher, const AeadTag& tag,
                                                    ByteSpan plain);

}  // namespace chacha20_poly1305

namespace xchacha20_poly1305 {

inline constexpr std::size_t nonce_bytes = 24;

/// Source: draft-irtf-cfrg-xchacha-03 §2; libsodium crypto_aead_xchacha20poly1305_ietf.
void seal(ByteView key, ByteView nonce, ByteView aad, ByteView plain, ByteSpan sealed);
[[nodiscard]] ByteVec seal(ByteView key, ByteView nonce, ByteView aad, ByteView plain);
[[nodiscard]] Result<void, AeadError> open(ByteView key, ByteView nonce, ByteView aad,
                                           ByteView sealed, ByteSpan plain);
[[nodiscard]] Result<ByteVec, AeadError> open(ByteView key, ByteView nonce, ByteView aad,
                                              ByteView sealed);
[[nodiscard]] AeadTag seal_detached(ByteView key, ByteView nonce, ByteView aad, ByteView plain,
                                    ByteSpan cipher);
[[nodiscard]] Result<void, AeadError> open_detached(ByteView key, ByteView nonce, ByteView aad,
                                                    ByteView cipher, const AeadTag& tag,
                                                    ByteSpan plain);

}  // namespace xchacha20_poly1305

/// XChaCha20 keystream over `in`, from block 0. Proves nothing about what comes out.
///
/// Shape:    key 32, nonce 24 bytes; `out` as long as `in`, may be the same memory.
/// Source:   draft-irtf-cfrg-xchacha-03 §2.3; libsodium crypto_stream_xchacha20_xor (64-bit
/// counter).
void xchacha20_xor(ByteView key, ByteView nonce, ByteView in, ByteSpan out);

}  // namespace kith::crypto
