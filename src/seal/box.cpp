#include "seal/box.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "crypto/hash.hpp"
#include "crypto/hpke.hpp"
#include "crypto/kdf.hpp"
#include "wire/entry.hpp"
#include "wire/varint.hpp"

namespace kith::seal {
namespace {

constexpr std::uint8_t suite_psk = 1;
constexpr std::uint8_t suite_base = 2;
constexpr std::size_t hint_bytes = 4;
constexpr std::size_t front_bytes = 1 + hint_bytes;
constexpr std::size_t overhead_bytes = front_bytes + crypto::hpke::overhead_bytes;
constexpr std::size_t step_bytes = 32;
constexpr std::size_t count_step = 8;
constexpr std::string_view psk_id = "kith/1 pair";

ByteVec info_of(const BoxPlace& place, std::uint8_t suite, const DeviceId& device,
                Counter counter) {
  ByteVec info;
  wire::put_bytes(info, as_bytes("kith/1 handover"));
  info.push_back(0);
  info.push_back(suite);
  wire::put_bytes(info, place.circle.view());
  wire::put_bytes(info, place.author.view());
  wire::put_bytes(info, place.log.view());
  wire::put_fixed(info, place.epoch.value);
  wire::put_fixed(info, place.seq.value);
  wire::put_bytes(info, device.view());
  wire::put_fixed(info, counter.value);
  return info;
}

ByteVec hint_of(const BoxPlace& place, const DeviceId& device, Counter counter, ByteView key) {
  ByteVec input;
  wire::put_bytes(input, place.log.view());
  wire::put_fixed(input, place.seq.value);
  wire::put_bytes(input, device.view());
  wire::put_fixed(input, counter.value);
  const auto digest = crypto::keyed_hash<Bytes<struct HintTag, 32>>("kith/1 hint", key, {input});
  return {digest.raw.begin(), digest.raw.begin() + hint_bytes};
}

ByteVec hint_for(const BoxPlace& place, const DeviceId& device, Counter counter,
                 const PairSecret* pair, ByteView prekey) {
  if (pair == nullptr) return hint_of(place, device, counter, prekey);
  return hint_of(place, device, counter, pair_key(*pair, PairUse::hint).view());
}

ByteVec dummy_box(std::size_t plain_bytes, Entropy& entropy) {
  ByteVec box(overhead_bytes + plain_bytes);
  entropy.fill(box);
  box[0] = suite_psk;
  const auto enc = crypto::EphemeralSecret::generate(entropy).public_key();
  std::ranges::copy(enc.view(), box.begin() + front_bytes);
  return box;
}

std::optional<ByteVec> real_box(const BoxPlace& place, const Addressed& to, ByteView plain,
                                Entropy& entropy) {
  if (!to.prekey) return std::nullopt;
  const auto suite = to.pair == nullptr ? suite_base : suite_psk;
  const auto& prekey = *to.prekey;
  const auto info = info_of(place, suite, prekey.device, prekey.counter);
  const auto sealed = [&] {
    if (to.pair == nullptr) {
      return crypto::hpke::seal_base(prekey.key, info, {}, plain, entropy);
    }
    const auto psk = pair_key(*to.pair, PairUse::box);
    return crypto::hpke::seal_psk(prekey.key, info, {psk.view(), as_bytes(psk_id)}, {}, plain,
                                  entropy);
  }();
  if (!sealed) return std::nullopt;
  ByteVec box{suite};
  wire::put_bytes(box, hint_for(place, prekey.device, prekey.counter, to.pair, prekey.key.view()));
  wire::put_bytes(box, *sealed);
  return box;
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

// Fisher and Yates; the bias of a remainder of 64 bits is below 2^-54 here.
void shuffle(std::vector<ByteVec>& boxes, Entropy& entropy) {
  for (std::size_t left = boxes.size(); left > 1; --left) {
    std::array<std::uint8_t, 8> drawn{};
    entropy.fill(drawn);
    const auto value = *wire::ByteReader{drawn}.take_fixed<std::uint64_t>();
    std::swap(boxes[left - 1], boxes[value % left]);
  }
}

ByteVec part_of(const std::vector<ByteVec>& boxes) {
  wire::BoxesView view{boxes.front().size(), {}};
  for (const auto& box : boxes) {
    view.slots.push_back({true, box});
  }
  return wire::encode_boxes(view);
}

}  // namespace

PairKey pair_key(const PairSecret& pair, PairUse use) {
  return crypto::derive<PairKey>(pair.view(), "kithpair", static_cast<std::uint64_t>(use));
}

SealedBoxes seal_boxes(const BoxPlace& place, std::span<const Addressed> addressed, BoxCount count,
                       Entropy& entropy) {
  check(!addressed.empty());
  auto plains = padded_handovers(addressed);
  const auto plain_bytes = plains.front().size();
  SealedBoxes result;
  std::vector<ByteVec> boxes;
  for (std::size_t i = 0; i < addressed.size(); ++i) {
    auto box = real_box(place, addressed[i], plains[i], entropy);
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
  return (limits::box_bytes_max - overhead_bytes) / step_bytes * step_bytes;
}

bool hint_matches(const BoxPlace& place, const OwnPrekey& prekey, const PairSecret* pair,
                  ByteView box) {
  const auto suite = pair == nullptr ? suite_base : suite_psk;
  if (box.size() <= overhead_bytes || box[0] != suite) return false;
  const auto hint =
      hint_for(place, prekey.device, prekey.counter, pair, prekey.secret.public_key().view());
  return std::ranges::equal(box.subspan(1, hint_bytes), hint);
}

std::optional<wire::Handover> open_box(const BoxPlace& place, const OwnPrekey& prekey,
                                       const PairSecret* pair, ByteView box) {
  if (!hint_matches(place, prekey, pair, box)) return std::nullopt;
  const auto info = info_of(place, box[0], prekey.device, prekey.counter);
  const auto sealed = box.subspan(front_bytes);
  auto plain = [&] {
    if (pair == nullptr) return crypto::hpke::open_base(prekey.secret, info, {}, sealed);
    const auto psk = pair_key(*pair, PairUse::box);
    return crypto::hpke::open_psk(prekey.secret, info, {psk.view(), as_bytes(psk_id)}, {}, sealed);
  }();
  if (!plain) return std::nullopt;
  auto handover = wire::decode_handover(*plain);
  crypto::wipe(*plain);
  if (!handover) return std::nullopt;
  return std::move(*handover);
}

}  // namespace kith::seal
