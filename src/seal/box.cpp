#include "seal/box.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "seal/shuffle.hpp"
#include "wire/entry.hpp"
#include "wire/varint.hpp"

namespace kith::seal {
namespace {

constexpr std::size_t step_bytes = 32;
constexpr std::size_t count_step = 8;

BoxBinding box_info_binding(const BoxPlace& place) {
  BoxBinding info{"kith/1 handover", {}};
  wire::put_bytes(info.bytes, place.circle.view());
  wire::put_bytes(info.bytes, place.author.view());
  wire::put_bytes(info.bytes, place.log.view());
  wire::put_fixed(info.bytes, place.epoch.value);
  wire::put_fixed(info.bytes, place.seq.value);
  return info;
}

BoxBinding box_hint_binding(const BoxPlace& place) {
  BoxBinding hint{"kith/1 hint", {}};
  wire::put_bytes(hint.bytes, place.log.view());
  wire::put_fixed(hint.bytes, place.seq.value);
  return hint;
}

std::vector<ByteVec> padded_handovers(std::span<const Addressed> addressed) {
  std::vector<ByteVec> plains;
  std::size_t greatest = 0;
  for (const auto& to : addressed) {
    plains.push_back(wire::encode_handover(*to.handover));
    greatest = std::max(greatest, plains.back().size());
  }
  greatest = (greatest + step_bytes - 1) / step_bytes * step_bytes;
  for (auto& plain : plains) {
    ByteVec padded(greatest);
    std::ranges::copy(plain, padded.begin());
    crypto::wipe(plain);
    plain = std::move(padded);
  }
  return plains;
}

ByteVec part_of(const std::vector<ByteVec>& boxes) {
  wire::BoxesView view{boxes.front().size(), {}};
  for (const auto& box : boxes) {
    view.slots.push_back({true, box});
  }
  return wire::encode_boxes(view);
}

std::optional<wire::Handover> handover_in(std::optional<ByteVec> plain) {
  if (!plain) return std::nullopt;
  auto handover = wire::decode_handover(*plain);
  crypto::wipe(*plain);
  if (!handover) return std::nullopt;
  return std::move(*handover);
}

}  // namespace

SealedBoxes seal_boxes(const BoxPlace& place, std::span<const Addressed> addressed, BoxCount count,
                       Entropy& entropy) {
  check(!addressed.empty());
  auto plains = padded_handovers(addressed);
  const auto plain_bytes = plains.front().size();
  const auto info = box_info_binding(place);
  const auto hint = box_hint_binding(place);
  SealedBoxes result;
  std::vector<ByteVec> boxes;
  for (std::size_t i = 0; i < addressed.size(); ++i) {
    const auto& to = addressed[i];
    std::optional<ByteVec> box;
    if (to.recovery != nullptr) {
      box = seal_to_recovery(place, *to.recovery, *to.pair, plains[i], entropy);
    } else if (to.prekey) {
      box = seal_to_device(info, hint, *to.prekey, to.pair, plains[i], entropy);
    }
    crypto::wipe(plains[i]);
    result.delivered.push_back(box.has_value());
    boxes.push_back(box ? std::move(*box) : dummy_box(plain_bytes, entropy));
  }
  while (count == BoxCount::rounded_to_8 && boxes.size() % count_step != 0) {
    boxes.push_back(dummy_box(plain_bytes, entropy));
  }
  check(boxes.size() <= limits::boxes_max && boxes.front().size() <= limits::box_bytes_max &&
        boxes.size() * boxes.front().size() <= limits::handovers_bytes_max);
  shuffle(boxes, entropy);
  result.part = part_of(boxes);
  return result;
}

std::size_t handover_bytes_max() {
  return (limits::box_bytes_max - device_box_overhead_bytes) / step_bytes * step_bytes;
}

BoxHint hint_for(const BoxPlace& place, const OwnPrekey& prekey, const PairSecret* pair) {
  return box_hint(box_hint_binding(place), prekey.device, prekey.counter,
                  prekey.secret.public_key(), pair);
}

std::optional<wire::Handover> open_box(const BoxPlace& place, const OwnPrekey& prekey,
                                       const PairSecret* pair, ByteView box) {
  if (!is_of_suite(box, pair) || hint_of(box) != hint_for(place, prekey, pair)) return std::nullopt;
  return handover_in(open_for_device(box_info_binding(place), prekey, pair, box));
}

std::optional<wire::Handover> open_box(const BoxPlace& place, const crypto::RecoverySecret& key,
                                       const PairSecret& own, ByteView box) {
  if (!is_of_suite(box, &own) || hint_of(box) != recovery_hint(place, key.public_key(), own)) {
    return std::nullopt;
  }
  return handover_in(open_for_recovery(place, key, own, box));
}

}  // namespace kith::seal
