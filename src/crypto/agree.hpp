// X25519: two sides make one secret. A key for transport, a prekey, a key for one message and one
// for recovery are four types. Knows nothing of who holds a key; a public key from outside is any
// 32 bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/result.hpp"
#include "crypto/secret.hpp"

namespace kith::crypto {

/// low_order: the other key forces the result to zero; nobody honest has it, refuse its holder.
enum class AgreeError { low_order };

inline constexpr std::size_t agreement_bytes = 32;

template <class Tag>
using AgreementPublic = Bytes<Tag, agreement_bytes>;

/// The parts below that do not depend on the Tag. Shape: 32 bytes each.
void agreement_public_into(ByteView secret, ByteSpan public_key);

/// Not yet a key: has structure, goes through a KDF first.
using SharedSecret = Secret<struct SharedSecretTag, agreement_bytes>;
[[nodiscard]] Result<SharedSecret, AgreeError> agree_with(ByteView secret, ByteView public_key);

/// The secret half, with its public half beside it, since both HPKE and Noise hash the latter.
///
/// Shape:  any 32 bytes; X25519 clamps them itself.
/// Source: RFC 7748 §5; libsodium crypto_scalarmult_base.
template <class Tag>
class AgreementSecret {
 public:
  using PublicKey = AgreementPublic<Tag>;

  [[nodiscard]] static AgreementSecret generate(Entropy& entropy) {
    return AgreementSecret{Raw::random(entropy)};
  }

  /// Shape: exactly 32 bytes, else nothing.
  [[nodiscard]] static std::optional<AgreementSecret> from(ByteView bytes) {
    auto raw = Raw::from(bytes);
    if (!raw) {
      return std::nullopt;
    }
    return AgreementSecret{std::move(*raw)};
  }

  /// A second copy, on purpose (see Secret::clone).
  [[nodiscard]] AgreementSecret clone() const { return AgreementSecret{secret_, public_}; }

  [[nodiscard]] const PublicKey& public_key() const { return public_; }
  [[nodiscard]] ByteView view() const { return secret_.view(); }

 private:
  using Raw = Secret<Tag, agreement_bytes>;

  explicit AgreementSecret(Raw secret) : secret_(std::move(secret)) {
    agreement_public_into(secret_.view(), public_.raw);
  }
  AgreementSecret(const Raw& secret, const PublicKey& public_key)
      : secret_(secret.clone()), public_(public_key) {}

  Raw secret_;
  PublicKey public_;
};

using TransportSecret = AgreementSecret<struct TransportTag>;  // a device, for as long as it is one
using TransportPublic = AgreementPublic<TransportTag>;
using PrekeySecret = AgreementSecret<struct PrekeyTag>;  // a device, for some weeks
using PrekeyPublic = AgreementPublic<PrekeyTag>;
using EphemeralSecret = AgreementSecret<struct EphemeralTag>;  // one handshake or one box
using EphemeralPublic = AgreementPublic<EphemeralTag>;
using RecoverySecret = AgreementSecret<struct RecoveryTag>;  // a person, kept outside every home
using RecoveryPublic = AgreementPublic<RecoveryTag>;

/// X25519 of our secret and their public key.
///
/// Errors: low_order.
/// Source: RFC 7748 §5, and §6.1 for refusing the all-zero result.
template <class Ours, class Theirs>
[[nodiscard]] Result<SharedSecret, AgreeError> agree(const AgreementSecret<Ours>& ours,
                                                     const AgreementPublic<Theirs>& theirs) {
  return agree_with(ours.view(), theirs.view());
}

}  // namespace kith::crypto
