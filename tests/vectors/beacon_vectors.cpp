// Beacons by hand: one slot that a reader finds, among random ones.
#include "crypto/hash.hpp"
#include "crypto/kdf.hpp"
#include "seal/device_box.hpp"
#include "tests/vectors/records_vectors.hpp"
#include "wire/beacon.hpp"
#include "wire/varint.hpp"

namespace kith::test {
namespace {

constexpr std::uint32_t hour = 498'000;

struct Meant {
  seal::PairSecret pair;
  DeviceId device;
  std::uint16_t port;
};

wire::BeaconSlot slot_for(const Meant& meant, const wire::BeaconNonce& nonce) {
  const auto key = crypto::derive<seal::PairKey>(meant.pair.view(), "kithpair", 4);
  ByteVec message;
  wire::put_bytes(message, nonce.view());
  wire::put_fixed(message, hour);
  wire::put_bytes(message, meant.device.view());
  const auto mark =
      crypto::keyed_hash<Bytes<struct MarkTag, 32>>("kith/1 beacon", key.view(), {message});
  const auto masked = static_cast<std::uint16_t>((mark.raw[4] << 8 | mark.raw[5]) ^ meant.port);
  return {*wire::BeaconTag::from(ByteView{mark.raw}.first(4)), masked};
}

void add_beacon(RecordVectors& made, std::string_view what, std::size_t slots, std::uint16_t port) {
  const Meant meant{seal::PairSecret::random(made.entropy), made.entropy.make<DeviceId>(), port};
  wire::Beacon beacon{made.entropy.make<wire::BeaconNonce>(), hour, {}};
  beacon.slots.push_back(slot_for(meant, beacon.nonce));
  while (beacon.slots.size() < slots) {
    const auto tag = made.entropy.make<wire::BeaconTag>();
    beacon.slots.push_back({tag, static_cast<std::uint16_t>(beacon.slots.size() * 1237)});
  }
  std::ranges::sort(beacon.slots);
  made.hold("beacons", what, wire::encode_beacon(beacon),
            {{"pair", to_hex(meant.pair.view())},
             {"device", to_hex(meant.device.view())},
             {"nonce", to_hex(beacon.nonce.view())},
             {"hour", number_json(hour)},
             {"port", number_json(port)}});
}

}  // namespace

void add_beacons(RecordVectors& made) {
  add_beacon(made, "few slots", wire::beacon_slots_few, 4040);
  add_beacon(made, "many slots, the greatest port", wire::beacon_slots_max, 65535);
  const auto first = from_hex(made.good["beacons"][0]["record"].get<std::string>());
  auto bent = first;
  bent[0] = 2;
  made.refuse("beacons", "version 2", bent);
  bent = first;
  bent.pop_back();
  made.refuse("beacons", "cut by a byte", bent);
  made.refuse("beacons", "a slot less", ByteView{first}.first(first.size() - 6));
  bent = first;
  bent.insert(bent.end(), 6, std::uint8_t{0});
  made.refuse("beacons", "a slot more", bent);
  made.refuse("beacons", "nothing", {});
}

}  // namespace kith::test
