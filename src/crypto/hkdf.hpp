// HMAC and HKDF with SHA-256, for HPKE and foreign vectors, and with BLAKE2b-512, for Noise. Knows
// nothing of either protocol. Derivations of kith's own use kdf.hpp instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/hash.hpp"
#include "crypto/secret.hpp"

namespace kith::crypto {

/// too_long: more than 255 hash lengths were asked for; HKDF ends there.
enum class HkdfError { too_long };

inline constexpr std::size_t hkdf_sha256_bytes_max = std::size_t{255} * 32;

using HmacSha256 = Secret<struct HmacSha256Tag, 32>;
using HmacBlake2b = Secret<struct HmacBlake2bTag, 64>;

/// Shape:  any key, any parts; parts are joined.
/// Source: RFC 2104, FIPS 180-4.
[[nodiscard]] HmacSha256 hmac_sha256(ByteView key, Parts parts);

/// Source: RFC 5869 §2.2. An empty salt means 32 zero bytes, as there.
[[nodiscard]] HmacSha256 hkdf_sha256_extract(ByteView salt, Parts input);

/// Shape:  `out` is 0..8160 bytes; `info` parts are joined.
/// Errors: too_long.
/// Source: RFC 5869 §2.3.
[[nodiscard]] Result<void, HkdfError> hkdf_sha256_expand(ByteView key, Parts info, ByteSpan out);

/// HMAC over BLAKE2b-512 (block 128), not BLAKE2b's own keyed mode.
/// Source: Noise rev 34 §4.3 and §12.8 (HASHLEN 64, BLOCKLEN 128), RFC 2104.
[[nodiscard]] HmacBlake2b hmac_blake2b(ByteView key, Parts parts);

/// Fills 1 to 3 outputs of 64 bytes each.
/// Source: Noise rev 34 §4.3 (HKDF).
void hkdf_blake2b(ByteView chaining_key, ByteView input, std::span<HmacBlake2b> outputs);

}  // namespace kith::crypto
