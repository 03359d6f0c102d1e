#include "wire/header.hpp"

#include <algorithm>
#include <limits>

#include "base/limits.hpp"
#include "crypto/hash.hpp"
#include "wire/padme.hpp"
#include "wire/varint.hpp"

namespace kith::wire {

void encode_header(ByteVec& out, const Header& header) {
  put_fixed(out, protocol_version);
  put_fixed(out, header.place.seq.value);
  put_fixed(out, header.place.epoch.value);
  put_fixed(out, header.place.leaf.value);
  put_fixed(out, header.meta_units);
  put_fixed(out, header.body_size);
  put_bytes(out, header.tag.view());
  put_bytes(out, header.parts.view());
}

std::optional<Header> decode_header(ByteView input) {
  if (input.size() != header_bytes || input[0] != protocol_version) {
    return std::nullopt;
  }
  ByteReader reader{input.subspan(1)};
  Header header;
  header.place.seq = {*reader.take_fixed<std::uint64_t>()};
  header.place.epoch = {*reader.take_fixed<std::uint32_t>()};
  header.place.leaf = {*reader.take_fixed<std::uint16_t>()};
  header.meta_units = *reader.take_fixed<std::uint16_t>();
  header.body_size = *reader.take_fixed<std::uint32_t>();
  header.tag = *reader.take_bytes<EntryTag>();
  header.parts = *reader.take_bytes<PartsHash>();
  const bool body_ok = header.body_size == 0 || is_body_size(header.body_size);
  const bool place_ok =
      header.place.seq.value <= limits::seq_max && header.place.leaf.value < limits::epoch_leaves;
  const bool meta_ok = header.meta_units >= 1 && header.meta_units <= limits::meta_units_max;
  return body_ok && place_ok && meta_ok ? std::optional{header} : std::nullopt;
}

BoxHash hash_of_box(ByteView box) { return crypto::hash<BoxHash>("kith/1 box", {box}); }

BoxesHash hash_of_boxes(ByteView boxes_part) {
  if (boxes_part.empty()) {
    return {};
  }
  const auto boxes = decode_boxes(boxes_part);
  ByteVec joined;
  put_fixed(joined, static_cast<std::uint16_t>(boxes.slots.size()));
  put_fixed(joined, static_cast<std::uint32_t>(boxes.box_size));
  for (const auto& slot : boxes.slots) {
    if (slot.present) {
      put_bytes(joined, hash_of_box(slot.bytes).view());
    } else {
      put_bytes(joined, slot.bytes);
    }
  }
  return crypto::hash<BoxesHash>("kith/1 boxes", {joined});
}

SealedHash hash_of_sealed_body(ByteView body) {
  return body.empty() ? SealedHash{} : crypto::hash<SealedHash>("kith/1 sealed", {body});
}

namespace {

SealedHash sealed_hash_in(const EntryView& entry) {
  return entry.body_state == BodyState::forgotten ? sealed_hash_of(entry)
                                                  : hash_of_sealed_body(entry.body);
}

}  // namespace

StandIn stand_in_of(const BodyHash& hash, const EntryView& entry) {
  StandIn stand_in;
  const auto sealed = sealed_hash_in(entry);
  std::ranges::copy(hash.raw, stand_in.raw.begin());
  std::ranges::copy(sealed.raw, stand_in.raw.begin() + BodyHash::size);
  return stand_in;
}

PartsHash hash_of_parts(const EntryView& entry) {
  const auto body = sealed_hash_in(entry);
  const auto boxes = hash_of_boxes(entry.boxes);
  return crypto::hash<PartsHash>("kith/1 parts", {body.view(), boxes.view(), entry.meta});
}

Header header_of(const EntryView& entry, const Place& place) {
  return {place, entry.meta_units, entry.body_size, entry.tag, hash_of_parts(entry)};
}

std::optional<Place> following(const Place& place, bool opens_epoch) {
  if (place.seq.value >= limits::seq_max) {
    return std::nullopt;
  }
  if (opens_epoch) {
    if (place.epoch.value == std::numeric_limits<std::uint32_t>::max()) {
      return std::nullopt;
    }
    return Place{place.seq.successor(), place.epoch.successor(), {0}};
  }
  if (place.leaf.value + 1U >= limits::epoch_leaves) {
    return std::nullopt;
  }
  return Place{place.seq.successor(), place.epoch, place.leaf.successor()};
}

}  // namespace kith::wire
