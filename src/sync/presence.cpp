#include "sync/presence.hpp"

#include "base/check.hpp"
#include "base/limits.hpp"

namespace kith::sync {
namespace {

using wire::CborReader;
using wire::CborWriter;

enum Key : std::uint64_t {
  key_device_list,
  key_prekeys,
  key_ways,
  key_held,
  key_fresh,
  key_face,
  key_newest_first
};

Result<std::vector<ByteVec>, MessageError> read_prekeys(ByteView item) {
  auto items = items_of(item, limits::devices_per_person_max);
  if (!items) return Fail{items.error()};
  std::vector<ByteVec> prekeys;
  for (std::size_t i = 0; i < items->count; ++i) {
    const auto prekey = items->reader.bytes();
    if (!prekey) return Fail{malformed};
    prekeys.emplace_back(prekey->begin(), prekey->end());
  }
  return prekeys;
}

Result<std::vector<std::string>, MessageError> read_ways(ByteView item) {
  auto items = items_of(item, limits::ways_max);
  if (!items) return Fail{items.error()};
  std::vector<std::string> ways;
  for (std::size_t i = 0; i < items->count; ++i) {
    const auto way = items->reader.text();
    if (!way) return Fail{malformed};
    if (way->empty() || way->size() > limits::way_bytes_max) return Fail{out_of_limit};
    ways.emplace_back(*way);
  }
  return ways;
}

Result<std::vector<PairId>, MessageError> read_held(ByteView item) {
  auto items = items_of(item, limits::held_secrets_max);
  if (!items) return Fail{items.error()};
  std::vector<PairId> held;
  for (std::size_t i = 0; i < items->count; ++i) {
    const auto id = items->reader.fixed<PairId>();
    if (!id) return Fail{malformed};
    held.push_back(*id);
  }
  return held;
}

// The two keys that may lack; where they are there, they have their form.
Result<void, MessageError> read_wishes(const std::vector<wire::CborField>& fields,
                                       Presence& presence) {
  if (wire::field_of(fields, key_face)) {
    const auto face = wire::bytes_field(fields, key_face);
    if (!face) return Fail{malformed};
    presence.face.emplace(face->begin(), face->end());
  }
  if (const auto newest = wire::field_of(fields, key_newest_first)) {
    const auto wished = CborReader::open(*newest)->boolean();
    if (!wished || !*wished) return Fail{malformed};  // who does not wish it says nothing
    presence.newest_first = true;
  }
  return {};
}

}  // namespace

ByteVec encode_presence(const Presence& presence) {
  check(presence.prekeys.size() <= limits::devices_per_person_max &&
        presence.ways.size() <= limits::ways_max &&
        presence.held.size() <= limits::held_secrets_max);
  CborWriter out;
  out.map(5 + (presence.face ? 1U : 0U) + (presence.newest_first ? 1U : 0U));
  out.key(key_device_list).bytes(presence.device_list);
  out.key(key_prekeys).array(presence.prekeys.size());
  for (const auto& prekey : presence.prekeys) out.bytes(prekey);
  out.key(key_ways).array(presence.ways.size());
  for (const auto& way : presence.ways) {
    check(!way.empty() && way.size() <= limits::way_bytes_max);
    out.text(way);
  }
  out.key(key_held).array(presence.held.size());
  for (const auto& id : presence.held) out.bytes(id.view());
  out.key(key_fresh).bytes(presence.fresh.view());
  if (presence.face) out.key(key_face).bytes(*presence.face);
  if (presence.newest_first) out.key(key_newest_first).boolean(true);
  return out.take();
}

Result<Presence, MessageError> decode_presence(ByteView item) {
  const auto fields = wire::cbor_fields(item);
  if (!fields) return Fail{malformed};
  const auto list = wire::bytes_field(*fields, key_device_list);
  const auto prekeys = wire::field_of(*fields, key_prekeys);
  const auto ways = wire::field_of(*fields, key_ways);
  const auto held = wire::field_of(*fields, key_held);
  const auto fresh = wire::bytes_field(*fields, key_fresh);
  auto secret = fresh ? Fresh::from(*fresh) : std::nullopt;
  if (!list || !prekeys || !ways || !held || !secret) return Fail{malformed};
  auto records = read_prekeys(*prekeys);
  if (!records) return Fail{records.error()};
  auto addresses = read_ways(*ways);
  if (!addresses) return Fail{addresses.error()};
  auto ids = read_held(*held);
  if (!ids) return Fail{ids.error()};
  Presence presence{ByteVec(list->begin(), list->end()),
                    std::move(*records),
                    std::move(*addresses),
                    std::move(*ids),
                    std::move(*secret),
                    {},
                    false};
  if (const auto read = read_wishes(*fields, presence); !read) return Fail{read.error()};
  return presence;
}

}  // namespace kith::sync
