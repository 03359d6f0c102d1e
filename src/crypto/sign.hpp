// Ed25519 signatures, always under a context. A key of a person, a device and a log are three types
// that never stand in for one another. Knows nothing of what is signed or of whom to believe.
// One verifier, libsodium's; which edge cases it accepts is frozen by tests/crypto.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "crypto/hash.hpp"
#include "crypto/secret.hpp"

namespace kith::crypto {

inline constexpr std::size_t sign_seed_bytes = 32;
inline constexpr std::size_t sign_secret_bytes = 64;  // seed, then public key

/// The parts of SigningKey and verify that do not depend on the Tag.
void expand_seed(ByteView seed, ByteSpan secret);
[[nodiscard]] Signature sign_with(ByteView secret, const Context& context, Parts parts);
[[nodiscard]] bool verify_with(ByteView key, const Context& context, Parts parts,
                               const Signature& signature);

/// Signs for whoever is named by Bytes<Tag, 32>.
///
/// Shape:  kept as seed (32 bytes) and public key; the seed alone brings it back.
/// Source: RFC 8032 §5.1 (pure Ed25519, deterministic); libsodium crypto_sign_seed_keypair.
template <class Tag>
class SigningKey {
 public:
  using PublicKey = Bytes<Tag, 32>;

  [[nodiscard]] static SigningKey generate(Entropy& entropy) {
    const auto seed = Secret<struct SeedTag, sign_seed_bytes>::random(entropy);
    return *from_seed(seed.view());
  }

  /// Shape: exactly 32 bytes, else nothing.
  [[nodiscard]] static std::optional<SigningKey> from_seed(ByteView seed) {
    if (seed.size() != sign_seed_bytes) {
      return std::nullopt;
    }
    SigningKey key;
    expand_seed(seed, key.secret_.writable());
    return key;
  }

  [[nodiscard]] PublicKey public_key() const {
    return *PublicKey::from(secret_.view().subspan(sign_seed_bytes));
  }

  /// What has to be kept to have this key again. Secret.
  [[nodiscard]] ByteView seed() const { return secret_.view().first(sign_seed_bytes); }

  /// Signs the context, padded to 16 bytes, followed by the joined parts.
  [[nodiscard]] Signature sign(const Context& context, Parts parts) const {
    return sign_with(secret_.view(), context, parts);
  }

 private:
  SigningKey() = default;

  Secret<Tag, sign_secret_bytes> secret_ = Secret<Tag, sign_secret_bytes>::blank();
};

using PersonKey = SigningKey<PersonIdTag>;
using DeviceKey = SigningKey<DeviceIdTag>;
using LogKey = SigningKey<LogIdTag>;

/// Whether `key` signed exactly this, under this context.
///
/// Source: RFC 8032 §5.1.7 as libsodium 1.0.18 reads it: low-order and non-canonical keys and
/// points
///         and non-canonical scalars are refused, the equation is the one without cofactor.
template <class Tag>
[[nodiscard]] bool verify(const Context& context, const Bytes<Tag, 32>& key, Parts parts,
                          const Signature& signature) {
  return verify_with(key.view(), context, parts, signature);
}

/// Without a context: for published vectors only. A key or signature of a wrong size is not one.
[[nodiscard]] bool verify_raw(ByteView key, ByteView message, ByteView signature);

}  // namespace kith::crypto
