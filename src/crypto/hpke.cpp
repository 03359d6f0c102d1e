// RFC 9180 for one suite; see hpke.hpp. Names follow the RFC, so that the two can be read side by
// side. Refuses to know what is in a box.
#include "crypto/hpke.hpp"

#include <limits>
#include <string_view>

#include "base/check.hpp"
#include "crypto/aead.hpp"
#include "crypto/hkdf.hpp"

namespace kith::crypto::hpke {
namespace {

// RFC 9180 §7.1 to §7.3: KEM 0x0020, KDF 0x0001, AEAD 0x0003.
constexpr std::array<std::uint8_t, 5> kem_suite{'K', 'E', 'M', 0x00, 0x20};
constexpr std::array<std::uint8_t, 10> hpke_suite{'H', 'P', 'K', 'E', 0x00, 0x20, 0, 1, 0, 3};
constexpr std::string_view version = "HPKE-v1";

constexpr std::uint8_t mode_base = 0;
constexpr std::uint8_t mode_psk = 1;

HmacSha256 labeled_extract(ByteView suite, ByteView salt, std::string_view label, ByteView input) {
  return hkdf_sha256_extract(salt, {as_bytes(version), suite, as_bytes(label), input});
}

// Requires: `out` is at most what HKDF gives (8160 bytes), which also fits the 16-bit length.
void labeled_expand(ByteView suite, const HmacSha256& key, std::string_view label, ByteView info,
                    ByteSpan out) {
  const std::array<std::uint8_t, 2> length{static_cast<std::uint8_t>(out.size() >> 8),
                                           static_cast<std::uint8_t>(out.size() & 0xff)};
  check(
      hkdf_sha256_expand(key.view(), {length, as_bytes(version), suite, as_bytes(label), info}, out)
          .has_value());
}

SharedSecret extract_and_expand(const SharedSecret& dh, const Enc& enc, ByteView recipient) {
  std::array<std::uint8_t, 64> kem_context{};
  std::copy_n(enc.raw.begin(), 32, kem_context.begin());
  std::copy_n(recipient.begin(), 32, kem_context.begin() + 32);
  const auto key = labeled_extract(kem_suite, {}, "eae_prk", dh.view());
  auto shared = SharedSecret::blank();
  labeled_expand(kem_suite, key, "shared_secret", kem_context, shared.writable());
  return shared;
}

std::optional<HpkeError> refusal_of(const std::optional<Psk>& psk) {
  if (!psk) {
    return std::nullopt;
  }
  if (psk->secret.size() < psk_bytes_min) {
    return HpkeError::psk_too_short;
  }
  if (psk->id.empty()) {
    return HpkeError::psk_unnamed;
  }
  return std::nullopt;
}

}  // namespace

EphemeralSecret derive_key_pair(ByteView input) {
  const auto key = labeled_extract(kem_suite, {}, "dkp_prk", input);
  auto secret = Secret<struct DerivedTag, agreement_bytes>::blank();
  labeled_expand(kem_suite, key, "sk", {}, secret.writable());
  return *EphemeralSecret::from(secret.view());
}

Schedule::Schedule(const SharedSecret& shared, ByteView info, const std::optional<Psk>& psk) {
  const ByteView psk_secret = psk ? psk->secret : ByteView{};
  const ByteView psk_id = psk ? psk->id : ByteView{};
  const auto psk_id_hash = labeled_extract(hpke_suite, {}, "psk_id_hash", psk_id);
  const auto info_hash = labeled_extract(hpke_suite, {}, "info_hash", info);
  std::array<std::uint8_t, 65> context{psk ? mode_psk : mode_base};
  std::copy_n(psk_id_hash.view().begin(), 32, context.begin() + 1);
  std::copy_n(info_hash.view().begin(), 32, context.begin() + 33);

  const auto secret = labeled_extract(hpke_suite, shared.view(), "secret", psk_secret);
  labeled_expand(hpke_suite, secret, "key", context, key_.writable());
  labeled_expand(hpke_suite, secret, "base_nonce", context, base_nonce_.writable());
  labeled_expand(hpke_suite, secret, "exp", context, exporter_.writable());
}

std::array<std::uint8_t, 12> Schedule::nonce() const {
  std::array<std::uint8_t, 12> nonce{};
  std::copy_n(base_nonce_.view().begin(), nonce.size(), nonce.begin());
  for (std::size_t i = 0; i < 8; ++i) {
    nonce[11 - i] = static_cast<std::uint8_t>(nonce[11 - i] ^ (sequence_ >> (8 * i)));
  }
  return nonce;
}

ByteVec Schedule::seal(ByteView aad, ByteView plain) {
  check(sequence_ != std::numeric_limits<std::uint64_t>::max());
  auto sealed = chacha20_poly1305::seal(key_.view(), nonce(), aad, plain);
  ++sequence_;
  return sealed;
}

Result<ByteVec, HpkeError> Schedule::open(ByteView aad, ByteView sealed) {
  check(sequence_ != std::numeric_limits<std::uint64_t>::max());
  auto plain = chacha20_poly1305::open(key_.view(), nonce(), aad, sealed);
  if (!plain) {
    return Fail<HpkeError>{plain.error() == AeadError::too_short ? HpkeError::too_short
                                                                 : HpkeError::forged};
  }
  ++sequence_;
  return std::move(*plain);
}

Result<void, HpkeError> Schedule::export_into(ByteView context, ByteSpan out) const {
  if (out.size() > hkdf_sha256_bytes_max) {
    return Fail<HpkeError>{HpkeError::export_too_long};
  }
  const auto key = HmacSha256::from(exporter_.view());
  labeled_expand(hpke_suite, *key, "sec", context, out);
  return {};
}

Result<Sender, HpkeError> Sender::start(ByteView recipient, EphemeralSecret ephemeral,
                                        ByteView info, const std::optional<Psk>& psk) {
  if (const auto refusal = refusal_of(psk)) {
    return Fail<HpkeError>{*refusal};
  }
  const auto dh = agree_with(ephemeral.view(), recipient);
  if (!dh) {
    return Fail<HpkeError>{HpkeError::low_order};
  }
  const Enc enc = ephemeral.public_key();
  return Sender{enc, Schedule{extract_and_expand(*dh, enc, recipient), info, psk}};
}

Result<Recipient, HpkeError> Recipient::start_with(ByteView secret, ByteView public_key,
                                                   const Enc& enc, ByteView info,
                                                   const std::optional<Psk>& psk) {
  if (const auto refusal = refusal_of(psk)) {
    return Fail<HpkeError>{*refusal};
  }
  const auto dh = agree_with(secret, enc.view());
  if (!dh) {
    return Fail<HpkeError>{HpkeError::low_order};
  }
  return Recipient{Schedule{extract_and_expand(*dh, enc, public_key), info, psk}};
}

Result<ByteVec, HpkeError> seal_box(ByteView recipient, ByteView info,
                                    const std::optional<Psk>& psk, ByteView aad, ByteView plain,
                                    Entropy& entropy) {
  auto sender = Sender::start(recipient, EphemeralSecret::generate(entropy), info, psk);
  if (!sender) {
    return Fail<HpkeError>{sender.error()};
  }
  const auto sealed = sender->seal(aad, plain);
  ByteVec box;
  box.reserve(enc_bytes + sealed.size());
  box.insert(box.end(), sender->enc().raw.begin(), sender->enc().raw.end());
  box.insert(box.end(), sealed.begin(), sealed.end());
  return box;
}

Result<ByteVec, HpkeError> open_box(ByteView secret, ByteView public_key, ByteView info,
                                    const std::optional<Psk>& psk, ByteView aad, ByteView box) {
  if (box.size() < overhead_bytes) {
    return Fail<HpkeError>{HpkeError::too_short};
  }
  const auto enc = Enc::from(box.first(enc_bytes));
  auto recipient = Recipient::start_with(secret, public_key, *enc, info, psk);
  if (!recipient) {
    return Fail<HpkeError>{recipient.error()};
  }
  return recipient->open(aad, box.subspan(enc_bytes));
}

}  // namespace kith::crypto::hpke
