// Argon2id: a key from what a person typed, slow on purpose. Knows nothing of the database it opens
// or of how good the passphrase is. The parameters come from a file, so they may be anything.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/secret.hpp"

namespace kith::crypto {

/// out_of_range: the file asks for what no kith ever wrote. no_memory: this device cannot give that
/// much just now; close something or open it elsewhere.
enum class StretchError { out_of_range, no_memory };

inline constexpr std::uint64_t stretch_memory_bytes_min = std::uint64_t{8} * 1024;
inline constexpr std::uint64_t stretch_memory_bytes_max = std::uint64_t{2} * 1024 * 1024 * 1024;
inline constexpr std::uint32_t stretch_passes_min = 1;
inline constexpr std::uint32_t stretch_passes_max = 64;

struct StretchParameters {
  std::uint64_t memory_bytes{};
  std::uint32_t passes{};
  auto operator<=>(const StretchParameters&) const = default;
};

using StretchSalt = Bytes<struct StretchSaltTag, 16>;
using StretchedKey = Secret<struct StretchedKeyTag, 32>;

/// Shape:  any passphrase of less than 4 GiB; memory in whole KiB (the rest is dropped), one lane.
/// Errors: out_of_range, no_memory.
/// Source: RFC 9106 (Argon2id, version 1.3); libsodium crypto_pwhash_ALG_ARGON2ID13.
[[nodiscard]] Result<StretchedKey, StretchError> stretch(ByteView passphrase,
                                                         const StretchSalt& salt,
                                                         const StretchParameters& parameters);

}  // namespace kith::crypto
