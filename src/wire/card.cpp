#include "wire/card.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "crypto/base64.hpp"

namespace kith::wire {
namespace {

constexpr crypto::Context face_context{"kith/1 card"};
constexpr std::string_view scheme = "kith:";
constexpr std::size_t prekeys_max = limits::devices_per_person_max;

std::optional<std::vector<ByteVec>> records_in(ByteView item) {
  auto reader = CborReader::of_item(item);
  const auto count = reader.array();
  if (!count || *count == 0 || *count > prekeys_max) return std::nullopt;
  std::vector<ByteVec> records;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto record = reader.bytes();
    if (!record) return std::nullopt;
    records.emplace_back(record->begin(), record->end());
  }
  return records;
}

std::optional<std::vector<std::string>> ways_in(ByteView item) {
  auto reader = CborReader::of_item(item);
  const auto count = reader.array();
  if (!count || *count > limits::ways_max) return std::nullopt;
  std::vector<std::string> ways;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto way = reader.text();
    if (!way || way->empty() || way->size() > limits::way_bytes_max) return std::nullopt;
    ways.emplace_back(*way);
  }
  return ways;
}

std::optional<Face> decode_face(ByteView payload) {
  const auto fields = cbor_fields(payload);
  if (!fields) return std::nullopt;
  const auto person = fixed_field<PersonId>(*fields, 0);
  const auto list = bytes_field(*fields, 1);
  const auto prekeys = field_of(*fields, 2);
  const auto secret_id = fixed_field<PairId>(*fields, 3);
  const auto ways = field_of(*fields, 4);
  const auto name = text_field(*fields, 5);
  const auto made = integer_field(*fields, 6);
  if (!person || !list || !prekeys || !secret_id || !ways || !name || !made) return std::nullopt;
  auto records = records_in(*prekeys);
  auto addresses = ways_in(*ways);
  const bool fits = name->size() <= limits::name_bytes_max && *made < limits::time_micros_end;
  if (!records || !addresses || !fits) return std::nullopt;
  return Face{*person,
              ByteVec(list->begin(), list->end()),
              std::move(*records),
              *secret_id,
              std::move(*addresses),
              std::string{*name},
              WallTime{static_cast<std::int64_t>(*made)}};
}

Result<void, RecordError> verify_contents(const Face& face) {
  const auto list = open_device_list(face.device_list);
  if (!list) return Fail{list.error()};
  if (list->person != face.person) return Fail{RecordError::persons_differ};
  for (const auto& record : face.prekeys) {
    const auto prekey = open_prekey(record);
    if (!prekey) return Fail{prekey.error()};
    if (std::ranges::count(list->devices, prekey->device, &ListedDevice::device) != 1) {
      return Fail{RecordError::device_not_listed};
    }
  }
  return {};
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

ByteVec sign_face(const Face& face, const crypto::PersonKey& key) {
  check(!face.prekeys.empty() && face.prekeys.size() <= prekeys_max);
  check(face.ways.size() <= limits::ways_max);
  CborWriter out;
  out.map(7).key(0).bytes(face.person.view()).key(1).bytes(face.device_list);
  out.key(2).array(face.prekeys.size());
  for (const auto& prekey : face.prekeys) out.bytes(prekey);
  out.key(3).bytes(face.secret_id.view()).key(4).array(face.ways.size());
  for (const auto& way : face.ways) out.text(way);
  out.key(5).text(face.name).key(6).integer(static_cast<std::uint64_t>(face.made.micros));
  const auto payload = out.take();
  return encode_signed(payload, key.sign(face_context, {payload}));
}

Result<Face, RecordError> open_face(ByteView record) {
  const auto parts = decode_signed(record);
  if (!parts) return Fail{parts.error()};
  auto face = decode_face(parts->payload);
  if (!face) return Fail{RecordError::malformed};
  if (!crypto::verify(face_context, face->person, {parts->payload}, parts->signature)) {
    return Fail{RecordError::bad_signature};
  }
  if (const auto sound = verify_contents(*face); !sound) return Fail{sound.error()};
  return std::move(*face);
}

ByteVec encode_card(ByteView face_record, const CardSecret& secret) {
  CborWriter out;
  out.array(2).bytes(face_record).bytes(secret.view());
  return out.take();
}

Result<Card, RecordError> open_card(ByteView card) {
  auto reader = CborReader::open(card);
  const auto parts = reader ? reader->array() : Fail{CborError::wrong_type};
  if (!parts || *parts != 2) return Fail{RecordError::malformed};
  const auto record = reader->bytes();
  const auto secret_bytes = record ? reader->bytes() : record;
  if (!secret_bytes) return Fail{RecordError::malformed};
  auto secret = CardSecret::from(*secret_bytes);
  if (!secret) return Fail{RecordError::malformed};
  auto face = open_face(*record);
  if (!face) return Fail{face.error()};
  if (pair_id(secret->view()) != face->secret_id) return Fail{RecordError::secrets_differ};
  return Card{ByteVec(record->begin(), record->end()), std::move(*face), std::move(*secret)};
}

std::string card_text(ByteView card) { return std::string{scheme} + crypto::to_base64url(card); }

std::optional<ByteVec> card_bytes(std::string_view text) {
  std::string whole;
  std::ranges::copy_if(text, std::back_inserter(whole), [](char c) { return !is_space(c); });
  if (!whole.starts_with(scheme) || whole.size() > limits::card_text_bytes_max) return std::nullopt;
  return crypto::from_base64url(std::string_view{whole}.substr(scheme.size()));
}

}  // namespace kith::wire
