// HPKE (RFC 9180): a box that only the holder of one X25519 key opens, with or without a secret
// that both sides already share. One suite: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
// ChaCha20-Poly1305. Knows nothing of handovers: what binds a box to its place is the caller's
// `info` and `aad`. A box names no sender; it lies inside something signed, or its psk is known to
// two.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/result.hpp"
#include "crypto/agree.hpp"
#include "crypto/secret.hpp"

namespace kith::crypto::hpke {

/// low_order: their key or the box's forces a known secret; refuse it. psk_too_short, psk_unnamed:
/// the pair secret has no 32 bytes, or no id. too_short: less than a box can be. forged: not for
/// this key, psk, info or aad. export_too_long: over 8160 bytes.
enum class HpkeError {
  low_order,
  psk_too_short,
  psk_unnamed,
  too_short,
  forged,
  export_too_long,
};

inline constexpr std::size_t psk_bytes_min = 32;
inline constexpr std::size_t enc_bytes = 32;
inline constexpr std::size_t overhead_bytes = enc_bytes + 16;  // of a whole box over its plaintext

/// The ephemeral public key that starts a box.
using Enc = EphemeralPublic;

/// A secret that both sides share, and the name both know it by. Only looked at during the call.
struct Psk {
  ByteView secret;
  ByteView id;
};

/// DeriveKeyPair of the KEM: one secret from input keying material, for vectors and for tests.
/// Source: RFC 9180 §7.1.3.
[[nodiscard]] EphemeralSecret derive_key_pair(ByteView input);

/// What both sides of a box share once it is set up: keys and a count of messages.
class Schedule {
 public:
  /// Source: RFC 9180 §5.1, KeySchedule in mode base (no psk) or psk. `psk` was checked before.
  Schedule(const SharedSecret& shared, ByteView info, const std::optional<Psk>& psk);

  /// Requires, as `open`: fewer than 2^64 - 1 messages before.
  [[nodiscard]] ByteVec seal(ByteView aad, ByteView plain);
  [[nodiscard]] Result<ByteVec, HpkeError> open(ByteView aad, ByteView sealed);
  [[nodiscard]] Result<void, HpkeError> export_into(ByteView context, ByteSpan out) const;

 private:
  [[nodiscard]] std::array<std::uint8_t, 12> nonce() const;

  Secret<struct KeyTag, 32> key_ = Secret<KeyTag, 32>::blank();
  Secret<struct BaseNonceTag, 12> base_nonce_ = Secret<BaseNonceTag, 12>::blank();
  Secret<struct ExporterTag, 32> exporter_ = Secret<ExporterTag, 32>::blank();
  std::uint64_t sequence_ = 0;
};

/// The side that seals, any number of times.
class Sender {
 public:
  /// Errors: low_order, psk_too_short, psk_unnamed.
  /// Source: RFC 9180 §5.1.1, §5.1.2. `ephemeral` is used for this one box and wiped here.
  [[nodiscard]] static Result<Sender, HpkeError> start(ByteView recipient,
                                                       EphemeralSecret ephemeral, ByteView info,
                                                       const std::optional<Psk>& psk);

  [[nodiscard]] const Enc& enc() const { return enc_; }
  [[nodiscard]] ByteVec seal(ByteView aad, ByteView plain) { return schedule_.seal(aad, plain); }
  /// Errors: export_too_long.
  [[nodiscard]] Result<void, HpkeError> export_into(ByteView context, ByteSpan out) const {
    return schedule_.export_into(context, out);
  }

 private:
  Sender(const Enc& enc, Schedule schedule) : enc_(enc), schedule_(std::move(schedule)) {}

  Enc enc_;
  Schedule schedule_;
};

/// The side that opens, in the order in which the other sealed.
class Recipient {
 public:
  /// Errors: low_order, psk_too_short, psk_unnamed. Nothing is proven before the first `open`.
  template <class Tag>
  [[nodiscard]] static Result<Recipient, HpkeError> start(const AgreementSecret<Tag>& secret,
                                                          const Enc& enc, ByteView info,
                                                          const std::optional<Psk>& psk) {
    return start_with(secret.view(), secret.public_key().view(), enc, info, psk);
  }
  [[nodiscard]] static Result<Recipient, HpkeError> start_with(ByteView secret, ByteView public_key,
                                                               const Enc& enc, ByteView info,
                                                               const std::optional<Psk>& psk);

  /// Errors: too_short, forged (the count stays, the next true message opens).
  [[nodiscard]] Result<ByteVec, HpkeError> open(ByteView aad, ByteView sealed) {
    return schedule_.open(aad, sealed);
  }
  /// Errors: export_too_long.
  [[nodiscard]] Result<void, HpkeError> export_into(ByteView context, ByteSpan out) const {
    return schedule_.export_into(context, out);
  }

 private:
  explicit Recipient(Schedule schedule) : schedule_(std::move(schedule)) {}

  Schedule schedule_;
};

/// The parts below that do not depend on the Tag.
[[nodiscard]] Result<ByteVec, HpkeError> seal_box(ByteView recipient, ByteView info,
                                                  const std::optional<Psk>& psk, ByteView aad,
                                                  ByteView plain, Entropy& entropy);
[[nodiscard]] Result<ByteVec, HpkeError> open_box(ByteView secret, ByteView public_key,
                                                  ByteView info, const std::optional<Psk>& psk,
                                                  ByteView aad, ByteView box);

/// One box in one call.
///
/// Shape:  box = enc (32) ‖ ciphertext (plain + 16). What `open` gives is the caller's to wipe.
/// Errors: sealing: low_order, psk_too_short, psk_unnamed. Opening: those, too_short, forged.
/// Source: RFC 9180 §6.1.
template <class Tag>
[[nodiscard]] Result<ByteVec, HpkeError> seal_base(const AgreementPublic<Tag>& recipient,
                                                   ByteView info, ByteView aad, ByteView plain,
                                                   Entropy& entropy) {
  return seal_box(recipient.view(), info, std::nullopt, aad, plain, entropy);
}

template <class Tag>
[[nodiscard]] Result<ByteVec, HpkeError> seal_psk(const AgreementPublic<Tag>& recipient,
                                                  ByteView info, const Psk& psk, ByteView aad,
                                                  ByteView plain, Entropy& entropy) {
  return seal_box(recipient.view(), info, psk, aad, plain, entropy);
}

template <class Tag>
[[nodiscard]] Result<ByteVec, HpkeError> open_base(const AgreementSecret<Tag>& secret,
                                                   ByteView info, ByteView aad, ByteView box) {
  return open_box(secret.view(), secret.public_key().view(), info, std::nullopt, aad, box);
}

template <class Tag>
[[nodiscard]] Result<ByteVec, HpkeError> open_psk(const AgreementSecret<Tag>& secret, ByteView info,
                                                  const Psk& psk, ByteView aad, ByteView box) {
  return open_box(secret.view(), secret.public_key().view(), info, psk, aad, box);
}

}  // namespace kith::crypto::hpke
