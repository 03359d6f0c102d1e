#include "seal/device_box.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "crypto/kdf.hpp"
#include "wire/varint.hpp"

namespace kith::seal {
namespace {

constexpr std::uint8_t suite_base = 2;

std::uint8_t suite_of(const PairSecret* pair) { return pair == nullptr ? suite_base : suite_psk; }

ByteVec info_of(const BoxBinding& binding, std::uint8_t suite, const DeviceId& device,
                Counter counter) {
  ByteVec info;
  wire::put_bytes(info, binding.context.padded());
  info.push_back(suite);
  wire::put_bytes(info, binding.bytes);
  wire::put_bytes(info, device.view());
  wire::put_fixed(info, counter.value);
  return info;
}

}  // namespace

PairKey pair_key(const PairSecret& pair, PairUse use) {
  return crypto::derive<PairKey>(pair.view(), "kithpair", static_cast<std::uint64_t>(use));
}

BoxHint box_hint(const BoxBinding& hint, const DeviceId& device, Counter counter,
                 const crypto::PrekeyPublic& prekey, const PairSecret* pair) {
  ByteVec place;
  wire::put_bytes(place, device.view());
  wire::put_fixed(place, counter.value);
  const auto keyed = [&](ByteView key) {
    return crypto::keyed_hash<Bytes<struct HintTag, 32>>(hint.context, key, {hint.bytes, place});
  };
  const auto digest = [&] {
    if (pair == nullptr) return keyed(prekey.view());
    const auto key = pair_key(*pair, PairUse::hint);
    return keyed(key.view());
  }();
  BoxHint result;
  std::copy_n(digest.raw.begin(), BoxHint::size, result.raw.begin());
  return result;
}

std::optional<ByteVec> seal_to_device(const BoxBinding& info, const BoxBinding& hint,
                                      const wire::Prekey& prekey, const PairSecret* pair,
                                      ByteView plain, Entropy& entropy) {
  const auto bound = info_of(info, suite_of(pair), prekey.device, prekey.counter);
  const auto sealed = [&] {
    if (pair == nullptr) return crypto::hpke::seal_base(prekey.key, bound, {}, plain, entropy);
    const auto psk = pair_key(*pair, PairUse::box);
    return crypto::hpke::seal_psk(prekey.key, bound, {psk.view(), as_bytes(psk_id)}, {}, plain,
                                  entropy);
  }();
  if (!sealed) return std::nullopt;
  ByteVec box{suite_of(pair)};
  wire::put_bytes(box, box_hint(hint, prekey.device, prekey.counter, prekey.key, pair).view());
  wire::put_bytes(box, *sealed);
  return box;
}

bool is_of_suite(ByteView box, const PairSecret* pair) {
  return box.size() > device_box_overhead_bytes && box[0] == suite_of(pair);
}

BoxHint hint_of(ByteView box) { return *BoxHint::from(box.subspan(1, BoxHint::size)); }

std::optional<ByteVec> open_for_device(const BoxBinding& info, const OwnPrekey& prekey,
                                       const PairSecret* pair, ByteView box) {
  check(is_of_suite(box, pair));
  const auto bound = info_of(info, suite_of(pair), prekey.device, prekey.counter);
  const auto sealed = box.subspan(device_box_front_bytes);
  auto plain = [&] {
    if (pair == nullptr) return crypto::hpke::open_base(prekey.secret, bound, {}, sealed);
    const auto psk = pair_key(*pair, PairUse::box);
    return crypto::hpke::open_psk(prekey.secret, bound, {psk.view(), as_bytes(psk_id)}, {}, sealed);
  }();
  if (!plain) return std::nullopt;
  return std::move(*plain);
}

ByteVec dummy_box(std::size_t plain_bytes, Entropy& entropy) {
  ByteVec box(device_box_overhead_bytes + plain_bytes);
  entropy.fill(box);
  box[0] = suite_psk;
  const auto enc = crypto::EphemeralSecret::generate(entropy).public_key();
  std::ranges::copy(enc.view(), box.begin() + device_box_front_bytes);
  return box;
}

}  // namespace kith::seal
