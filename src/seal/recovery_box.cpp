#include "seal/recovery_box.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "wire/varint.hpp"

namespace kith::seal {
namespace {

constexpr crypto::Context info_context{"kith/1 recovery"};
constexpr crypto::Context hint_context{"kith/1 rhint"};

ByteVec info_of(const BoxPlace& place, const crypto::RecoveryPublic& key) {
  ByteVec info;
  wire::put_bytes(info, info_context.padded());
  info.push_back(suite_psk);
  wire::put_bytes(info, place.circle.view());
  wire::put_bytes(info, place.author.view());
  wire::put_bytes(info, place.log.view());
  wire::put_fixed(info, place.epoch.value);
  wire::put_fixed(info, place.seq.value);
  wire::put_bytes(info, key.view());
  return info;
}

}  // namespace

BoxHint recovery_hint(const BoxPlace& place, const crypto::RecoveryPublic& key,
                      const PairSecret& own) {
  ByteVec at;
  wire::put_bytes(at, place.log.view());
  wire::put_fixed(at, place.seq.value);
  const auto keyed_by = pair_key(own, PairUse::hint);
  const auto digest = crypto::keyed_hash<Bytes<struct RecoveryHintTag, 32>>(
      hint_context, keyed_by.view(), {at, key.view()});
  BoxHint hint;
  std::copy_n(digest.raw.begin(), BoxHint::size, hint.raw.begin());
  return hint;
}

std::optional<ByteVec> seal_to_recovery(const BoxPlace& place, const crypto::RecoveryPublic& key,
                                        const PairSecret& own, ByteView plain, Entropy& entropy) {
  const auto psk = pair_key(own, PairUse::box);
  const auto sealed = crypto::hpke::seal_psk(key, info_of(place, key),
                                             {psk.view(), as_bytes(psk_id)}, {}, plain, entropy);
  if (!sealed) return std::nullopt;
  ByteVec box{suite_psk};
  wire::put_bytes(box, recovery_hint(place, key, own).view());
  wire::put_bytes(box, *sealed);
  return box;
}

std::optional<ByteVec> open_for_recovery(const BoxPlace& place, const crypto::RecoverySecret& key,
                                         const PairSecret& own, ByteView box) {
  check(is_of_suite(box, &own));
  const auto psk = pair_key(own, PairUse::box);
  auto plain =
      crypto::hpke::open_psk(key, info_of(place, key.public_key()), {psk.view(), as_bytes(psk_id)},
                             {}, box.subspan(device_box_front_bytes));
  if (!plain) return std::nullopt;
  return std::move(*plain);
}

bool is_for_recovery(const BoxPlace& place, const crypto::RecoveryPublic& key,
                     const PairSecret& own, ByteView box) {
  return is_of_suite(box, &own) && hint_of(box) == recovery_hint(place, key, own);
}

}  // namespace kith::seal
