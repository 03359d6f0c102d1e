#include "seal/entry_seal.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "crypto/aead.hpp"
#include "crypto/hash.hpp"
#include "seal/compressed_body.hpp"
#include "wire/cbor.hpp"
#include "wire/padme.hpp"
#include "wire/varint.hpp"

namespace kith::seal {
namespace {

constexpr std::size_t key_half = 32;
constexpr std::size_t nonce_bytes = 24;
constexpr std::size_t place_bytes = 1 + 32 + 8 + 4 + 2 + 2 + 4;

// meta_cipher ‖ meta_hash, body_cipher ‖ body_hash_key: the two halves of each 64-byte key.
template <class Key>
ByteView cipher_half(const Key& key) {
  return key.view().first(key_half);
}
template <class Key>
ByteView hash_half(const Key& key) {
  return key.view().subspan(key_half);
}

BodyHash keyed_body_hash(const BodyKey& key, ByteView padded_body) {
  if (padded_body.empty()) return {};
  return crypto::keyed_hash<BodyHash>("kith/1 body", hash_half(key), {padded_body});
}

EntryTag tag_of(const MetaKey& key, const LogId& log, const wire::Place& place,
                std::size_t body_size, const BodyHash& body_hash, ByteView meta) {
  ByteVec input;
  input.reserve(place_bytes + BodyHash::size + meta.size());
  wire::put_fixed(input, wire::protocol_version);
  wire::put_bytes(input, log.view());
  wire::put_fixed(input, place.seq.value);
  wire::put_fixed(input, place.epoch.value);
  wire::put_fixed(input, place.leaf.value);
  wire::put_fixed(input, static_cast<std::uint16_t>(meta.size() / limits::meta_unit_bytes));
  wire::put_fixed(input, static_cast<std::uint32_t>(body_size));
  wire::put_bytes(input, body_hash.view());
  wire::put_bytes(input, meta);
  return crypto::keyed_hash<EntryTag>("kith/1 tag", hash_half(key), {input});
}

ByteView nonce_of(const EntryTag& tag) { return tag.view().first(nonce_bytes); }

template <class Key>
ByteVec xor_stream(const Key& key, const EntryTag& tag, ByteView input) {
  ByteVec output(input.size());
  crypto::xchacha20_xor(cipher_half(key), nonce_of(tag), input, output);
  return output;
}

// Drops the zeros behind a body's one CBOR item; false where it is anything else.
bool drop_padding(ByteVec& body) {
  const auto size = wire::cbor_item_size(body);
  if (!size || wire::padded_body_size(*size) != body.size()) return false;
  const auto padding = ByteView{body}.subspan(*size);
  if (!std::ranges::all_of(padding, [](std::uint8_t byte) { return byte == 0; })) {
    return false;
  }
  body.resize(*size);
  return true;
}

}  // namespace

EntryTag seal_entry(ByteVec& out, const NodeSecret& leaf, const LogId& log,
                    const wire::Place& place, ByteView meta, ByteView body, ByteView boxes) {
  return seal_entry(out, LeafKeys{meta_key_of(leaf), body_key_of(leaf)}, log, place, meta, body,
                    boxes);
}

EntryTag seal_entry(ByteVec& out, const LeafKeys& keys, const LogId& log, const wire::Place& place,
                    ByteView meta, ByteView body, ByteView boxes) {
  check(meta.size() % limits::meta_unit_bytes == 0 && !meta.empty());
  check(std::holds_alternative<BodyKey>(keys.body));
  const auto& meta_key = keys.meta;
  const auto& body_key = std::get<BodyKey>(keys.body);
  ByteVec padded(body.begin(), body.end());
  if (!body.empty()) {
    padded.resize(wire::padded_body_size(body.size()));
    check(padded.size() <= limits::body_bytes_max);
  }
  const auto tag =
      tag_of(meta_key, log, place, padded.size(), keyed_body_hash(body_key, padded), meta);
  const auto sealed_meta = xor_stream(meta_key, tag, meta);
  if (!padded.empty()) {
    crypto::xchacha20_xor(cipher_half(body_key), nonce_of(tag), padded, padded);
  }
  wire::EntryView entry;
  entry.opens_epoch = place.leaf == LeafIndex{0};
  entry.meta_units = static_cast<std::uint16_t>(meta.size() / limits::meta_unit_bytes);
  entry.body_state = padded.empty() ? wire::BodyState::none : wire::BodyState::sealed;
  entry.body_size = static_cast<std::uint32_t>(padded.size());
  entry.tag = tag;
  entry.meta = sealed_meta;
  entry.body = padded;
  entry.boxes = boxes;
  wire::encode_entry(out, entry);
  return tag;
}

Result<OpenedEntry, SealError> open_entry(const LeafKeys& keys, const LogId& log,
                                          const wire::Place& place, const wire::EntryView& entry) {
  OpenedEntry opened;
  opened.meta = xor_stream(keys.meta, entry.tag, entry.meta);
  const auto fits = [&](const BodyHash& body_hash) {
    opened.body_hash = body_hash;
    const auto tag = tag_of(keys.meta, log, place, entry.body_size, body_hash, opened.meta);
    return crypto::constant_time_equal(tag, entry.tag);
  };
  const auto* held = std::get_if<BodyHash>(&keys.body);
  bool opens = false;
  if (entry.body_state == wire::BodyState::forgotten) {
    // Either may have come from a carrier, whom no link holds to it: the tag says which is right.
    opens = fits(wire::body_hash_of(entry)) || (held != nullptr && fits(*held));
  } else if (held != nullptr) {
    opens = fits(*held);  // it stands whole here, and stays unread
  } else if (entry.body_state == wire::BodyState::sealed) {
    const auto& body_key = std::get<BodyKey>(keys.body);
    opened.body = xor_stream(body_key, entry.tag, entry.body);
    opens = fits(keyed_body_hash(body_key, opened.body));
  } else {
    opens = fits({});
  }
  if (!opens) return Fail{SealError::does_not_open};
  if (!opened.body.empty() && !(drop_padding(opened.body) && decompress_body(opened.body))) {
    opened.body.clear();
    opened.body_is_item = false;
  }
  return opened;
}

}  // namespace kith::seal
