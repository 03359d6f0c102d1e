#include "wire/card.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "crypto/base64.hpp"

namespace kith::wire {
namespace {

constexpr crypto::Context card_context{"kith/1 card"};
constexpr std::string_view scheme = "kith:";
constexpr auto malformed = RecordError::malformed;

std::optional<std::vector<ByteVec>> records_in(ByteView item) {
  auto reader = CborReader::open(item);
  const auto count = reader ? reader->array() : Fail{CborError::wrong_type};
  if (!count || *count == 0 || *count > limits::devices_per_person_max) return std::nullopt;
  std::vector<ByteVec> records;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto record = reader->bytes();
    if (!record) return std::nullopt;
    records.emplace_back(record->begin(), record->end());
  }
  return records;
}

std::optional<std::vector<std::string>> ways_in(ByteView item) {
  auto reader = CborReader::open(item);
  const auto count = reader ? reader->array() : Fail{CborError::wrong_type};
  if (!count || *count > limits::ways_max) return std::nullopt;
  std::vector<std::string> ways;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto way = reader->text();
    if (!way || way->empty() || way->size() > limits::way_bytes_max) return std::nullopt;
    ways.emplace_back(*way);
  }
  return ways;
}

std::optional<Card> decode_card(ByteView payload) {
  const auto fields = cbor_fields(payload);
  if (!fields) return std::nullopt;
  const auto person = fixed_field<PersonId>(*fields, 0);
  const auto list = bytes_field(*fields, 1);
  const auto prekeys = field_of(*fields, 2);
  const auto secret = bytes_field(*fields, 3);
  const auto ways = field_of(*fields, 4);
  const auto name = text_field(*fields, 5);
  const auto made = integer_field(*fields, 6);
  if (!person || !list || !prekeys || !secret || !ways || !name || !made) return std::nullopt;
  auto records = records_in(*prekeys);
  auto addresses = ways_in(*ways);
  auto card_secret = CardSecret::from(*secret);
  const bool fits = name->size() <= limits::name_bytes_max && *made < limits::time_micros_end;
  if (!records || !addresses || !card_secret || !fits) return std::nullopt;
  return Card{*person,
              ByteVec(list->begin(), list->end()),
              std::move(*records),
              std::move(*card_secret),
              std::move(*addresses),
              std::string{*name},
              WallTime{static_cast<std::int64_t>(*made)}};
}

Result<void, RecordError> verify_contents(const Card& card) {
  const auto list = open_device_list(card.device_list);
  if (!list) return Fail{list.error()};
  if (list->person != card.person) return Fail{RecordError::persons_differ};
  for (const auto& record : card.prekeys) {
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

ByteVec sign_card(const Card& card, const crypto::PersonKey& key) {
  check(!card.prekeys.empty() && card.prekeys.size() <= limits::devices_per_person_max);
  check(card.ways.size() <= limits::ways_max);
  CborWriter out;
  out.map(7).key(0).bytes(card.person.view()).key(1).bytes(card.device_list);
  out.key(2).array(card.prekeys.size());
  for (const auto& prekey : card.prekeys) out.bytes(prekey);
  out.key(3).bytes(card.secret.view()).key(4).array(card.ways.size());
  for (const auto& way : card.ways) out.text(way);
  out.key(5).text(card.name).key(6).integer(static_cast<std::uint64_t>(card.made.micros));
  const auto payload = out.take();
  return encode_signed(payload, key.sign(card_context, {payload}));
}

Result<Card, RecordError> open_card(ByteView record) {
  const auto parts = decode_signed(record);
  if (!parts) return Fail{parts.error()};
  auto card = decode_card(parts->payload);
  if (!card) return Fail{malformed};
  if (!crypto::verify(card_context, card->person, {parts->payload}, parts->signature)) {
    return Fail{RecordError::bad_signature};
  }
  if (const auto sound = verify_contents(*card); !sound) return Fail{sound.error()};
  return std::move(*card);
}

std::string card_text(ByteView record) {
  return std::string{scheme} + crypto::to_base64url(record);
}

std::optional<ByteVec> card_bytes(std::string_view text) {
  std::string whole;
  std::ranges::copy_if(text, std::back_inserter(whole), [](char c) { return !is_space(c); });
  if (!whole.starts_with(scheme) || whole.size() > limits::card_text_bytes_max) return std::nullopt;
  return crypto::from_base64url(std::string_view{whole}.substr(scheme.size()));
}

}  // namespace kith::wire
