#include "wire/beacon.hpp"

#include "base/check.hpp"
#include "wire/varint.hpp"

namespace kith::wire {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t slot_bytes = 6;

bool is_slot_count(std::size_t count) {
  return count == beacon_slots_few || count == beacon_slots_max;
}

}  // namespace

ByteVec encode_beacon(const Beacon& beacon) {
  check(is_slot_count(beacon.slots.size()));
  ByteVec out{version};
  put_bytes(out, beacon.nonce.view());
  put_fixed(out, beacon.hour);
  for (const auto& slot : beacon.slots) {
    put_bytes(out, slot.tag.view());
    put_fixed(out, slot.masked_port);
  }
  return out;
}

std::optional<Beacon> decode_beacon(ByteView bytes) {
  ByteReader in{bytes};
  if (in.take_fixed<std::uint8_t>() != version) return std::nullopt;
  const auto nonce = in.take_bytes<BeaconNonce>();
  const auto hour = in.take_fixed<std::uint32_t>();
  if (!nonce || !hour || in.left() % slot_bytes != 0) return std::nullopt;
  if (!is_slot_count(in.left() / slot_bytes)) return std::nullopt;
  Beacon beacon{*nonce, *hour, {}};
  while (in.left() > 0) {
    const auto tag = *in.take_bytes<BeaconTag>();  // whole slots are left, as was asked above
    beacon.slots.push_back({tag, *in.take_fixed<std::uint16_t>()});
  }
  return beacon;
}

}  // namespace kith::wire
