#include "node/beacons.hpp"

#include <algorithm>

#include "node/session_memory.hpp"
#include "wire/varint.hpp"

namespace kith::node {
namespace {

using wire::Beacon;
using wire::BeaconNonce;
using wire::BeaconSlot;
using wire::BeaconTag;

constexpr std::int64_t micros_of_an_hour = 3'600'000'000;
constexpr std::size_t mask_at = BeaconTag::size;

std::uint32_t hour_of(WallTime now) {
  return static_cast<std::uint32_t>(now.micros / micros_of_an_hour);
}

// What stands for one reader: the tag, and what the port is masked with.
struct Mark {
  BeaconTag tag;
  std::uint16_t mask{};
};

Mark mark_of(const seal::PairSecret& pair, const BeaconNonce& nonce, std::uint32_t hour,
             const DeviceId& sender) {
  const auto key = seal::pair_key(pair, seal::PairUse::beacon);
  ByteVec when;
  wire::put_fixed(when, hour);
  const auto digest = crypto::keyed_hash<Bytes<struct BeaconMarkTag, 32>>(
      "kith/1 beacon", key.view(), {nonce.view(), when, sender.view()});
  Mark mark;
  std::copy_n(digest.raw.begin(), BeaconTag::size, mark.tag.raw.begin());
  mark.mask = static_cast<std::uint16_t>(digest.raw[mask_at] << 8 | digest.raw[mask_at + 1]);
  return mark;
}

// With whom I share something to mark a slot with; those met last come first.
std::vector<const Contact*> readers_of(const Node& node) {
  const auto met = last_met(node.store());
  std::vector<std::pair<WallTime, const Contact*>> known;
  for (const auto& [person, contact] : node.contacts().all()) {
    if (!node.contacts().accepted(person) || !contact.pair) continue;
    WallTime last{};
    for (const auto& device : node.contacts().listed(person)) {
      const auto found = met ? met->find({person, device.device}) : LastMet::const_iterator{};
      if (met && found != met->end()) last = std::max(last, found->second);
    }
    known.emplace_back(last, &contact);
  }
  std::ranges::stable_sort(known, std::greater{}, &std::pair<WallTime, const Contact*>::first);
  if (known.size() > wire::beacon_slots_max) known.resize(wire::beacon_slots_max);
  std::vector<const Contact*> readers;
  readers.reserve(known.size());
  for (const auto& [when, contact] : known) readers.push_back(contact);
  return readers;
}

bool is_about_now(std::uint32_t hour, WallTime now) {
  const auto here = hour_of(now);
  return hour + 1 >= here && hour <= here + 1;
}

// A slot of the beacon that this secret and device make.
std::optional<std::uint16_t> port_for(const Beacon& beacon, const seal::PairSecret& pair,
                                      const DeviceId& device) {
  const auto mark = mark_of(pair, beacon.nonce, beacon.hour, device);
  const auto slot = std::ranges::find(beacon.slots, mark.tag, &BeaconSlot::tag);
  if (slot == beacon.slots.end()) return std::nullopt;
  return static_cast<std::uint16_t>(slot->masked_port ^ mark.mask);
}

// What a contact may mark a slot with: what the two share, and until they agreed on something, what
// stands on a card of mine that nobody used yet.
std::vector<const seal::PairSecret*> secrets_of(const Node& node, const Contact& contact) {
  std::vector<const seal::PairSecret*> secrets;
  if (contact.pair) secrets.push_back(&*contact.pair);
  for (const auto& secret : contact.opens) secrets.push_back(&secret);
  if (!contact.agreed.empty()) return secrets;
  for (const auto& secret : node.cards().unused()) secrets.push_back(&secret);
  return secrets;
}

std::optional<Sighting> sighted(const Node& node, const Beacon& beacon, const Contact& contact) {
  const auto secrets = secrets_of(node, contact);
  for (const auto& listed : node.contacts().listed(contact.person)) {
    for (const auto* secret : secrets) {
      const auto port = port_for(beacon, *secret, listed.device);
      if (port && *port != 0) return Sighting{contact.person, listed.device, *port};
    }
  }
  return std::nullopt;
}

}  // namespace

ByteVec beacon_of(const Node& node, std::uint16_t port, WallTime now, Entropy& entropy) {
  Beacon beacon{entropy.make<BeaconNonce>(), hour_of(now), {}};
  const auto readers = readers_of(node);
  for (const auto* contact : readers) {
    const auto mark = mark_of(*contact->pair, beacon.nonce, beacon.hour, node.device());
    beacon.slots.push_back({mark.tag, static_cast<std::uint16_t>(port ^ mark.mask)});
  }
  const auto count =
      readers.size() <= wire::beacon_slots_few ? wire::beacon_slots_few : wire::beacon_slots_max;
  while (beacon.slots.size() < count) {
    const auto random = entropy.make<Bytes<struct FillTag, 6>>();
    BeaconSlot slot;
    std::copy_n(random.raw.begin(), BeaconTag::size, slot.tag.raw.begin());
    slot.masked_port = static_cast<std::uint16_t>(random.raw[4] << 8 | random.raw[5]);
    beacon.slots.push_back(slot);
  }
  // Tags look random: sorted, they lie in an order that tells nothing.
  std::ranges::sort(beacon.slots);
  return wire::encode_beacon(beacon);
}

std::optional<Sighting> sighted_in(const Node& node, ByteView bytes, WallTime now) {
  const auto beacon = wire::decode_beacon(bytes);
  if (!beacon || !is_about_now(beacon->hour, now)) return std::nullopt;
  for (const auto& [person, contact] : node.contacts().all()) {
    if (!node.contacts().accepted(person)) continue;
    if (auto found = sighted(node, *beacon, contact)) return found;
  }
  return std::nullopt;
}

}  // namespace kith::node
