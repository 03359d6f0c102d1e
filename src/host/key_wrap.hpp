// A database key sealed under another key: the part that a keyring and a backup have in common.
// Pure; refuses to know files.
//
//   prefix ‖ [ u64 passes ‖ u64 memory in bytes ‖ salt 16 ] ‖ nonce 24 ‖ sealed key 48
//
// XChaCha20-Poly1305; everything before the nonce is authenticated. What stands in brackets is
// there when the wrapping key is Argon2id of a passphrase.
#pragma once

#include <cstddef>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/result.hpp"
#include "crypto/aead.hpp"
#include "crypto/password.hpp"
#include "store/page_cipher.hpp"

namespace kith::host {

using store::DatabaseKey;
using WrappingKey = crypto::Secret<struct WrappingKeyTag, 32>;

/// What a passphrase of a person costs to try: half a second or so, and much memory.
inline constexpr crypto::StretchParameters stretch_of_people{std::uint64_t{256} * 1024 * 1024, 3};

inline constexpr std::size_t wrap_bytes =
    crypto::xchacha20_poly1305::nonce_bytes + DatabaseKey::size + crypto::aead_tag_bytes;
inline constexpr std::size_t stretched_wrap_bytes = 8 + 8 + crypto::StretchSalt::size + wrap_bytes;

/// malformed: no kith wrote such parameters. wrong_key: not this key or passphrase, or changed
/// since (nobody can tell which).
enum class WrapError { malformed, wrong_key, no_memory };

/// The prefix with the wrapped key behind it.
[[nodiscard]] ByteVec wrap(ByteView prefix, const DatabaseKey& key, const WrappingKey& under,
                           Entropy& entropy);
/// The same under a passphrase. Errors: malformed (parameters out of range), no_memory.
[[nodiscard]] Result<ByteVec, WrapError> wrap(ByteView prefix, const DatabaseKey& key,
                                              ByteView passphrase,
                                              const crypto::StretchParameters& stretch,
                                              Entropy& entropy);

/// Shape:  `wrapped` is a prefix, whose length its owner knows, and wrap_bytes more.
/// Errors: wrong_key.
[[nodiscard]] Result<DatabaseKey, WrapError> unwrap(ByteView wrapped, const WrappingKey& under);
/// Shape:  a prefix and stretched_wrap_bytes more; the parameters may be anything.
/// Errors: as WrapError.
[[nodiscard]] Result<DatabaseKey, WrapError> unwrap(ByteView wrapped, ByteView passphrase);

/// Appends 8 bytes, the greatest first.
void append_u64(ByteVec& bytes, std::uint64_t value);
/// Shape: at least 8 bytes.
[[nodiscard]] std::uint64_t read_u64(ByteView bytes);

}  // namespace kith::host
