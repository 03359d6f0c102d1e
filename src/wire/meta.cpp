#include "wire/meta.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"

namespace kith::wire {
namespace {

enum Key : std::uint64_t {
  key_time,
  key_kind,
  key_references,
  key_audience,
  key_certificate,
  key_prekeys,
  key_past
};

Result<Kind, RecordError> decode_kind(ByteView item) {
  auto reader = CborReader::of_item(item);
  if (reader.at_text()) {
    const auto name = reader.text();
    if (name->empty() || name->size() > limits::kind_name_bytes_max)
      return Fail{RecordError::malformed};
    return Kind{std::string{*name}};
  }
  const auto number = reader.integer();
  return number ? Result<Kind, RecordError>{*number} : Fail{RecordError::malformed};
}

Result<std::vector<Reference>, RecordError> decode_references(ByteView item) {
  auto reader = CborReader::of_item(item);
  const auto count = reader.array();
  if (!count || *count == 0 || *count > limits::references_max) return Fail{RecordError::malformed};
  std::vector<Reference> references;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto reference = reader.fixed<Reference>();
    if (!reference || std::ranges::count(references, *reference) != 0)
      return Fail{RecordError::malformed};
    references.push_back(*reference);
  }
  return references;
}

Result<std::vector<ByteVec>, RecordError> decode_prekeys(ByteView item) {
  auto reader = CborReader::of_item(item);
  const auto count = reader.array();
  if (!count || *count > limits::devices_per_person_max) return Fail{RecordError::malformed};
  std::vector<ByteVec> prekeys;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto prekey = reader.bytes();
    if (!prekey) return Fail{RecordError::malformed};
    prekeys.emplace_back(prekey->begin(), prekey->end());
  }
  return prekeys;
}

Result<std::vector<PastGiven>, RecordError> decode_past(ByteView item) {
  auto reader = CborReader::of_item(item);
  const auto count = reader.array();
  if (!count) return Fail{RecordError::malformed};
  std::vector<PastGiven> past;
  for (std::size_t i = 0; i < *count; ++i) {
    const auto parts = reader.array();
    if (!parts || *parts != 4) return Fail{RecordError::malformed};
    const auto person = reader.fixed<PersonId>();
    const auto log = reader.fixed<LogId>();
    const auto first = reader.integer();
    const auto last = reader.integer();
    if (!person || !log || !first || !last || *first > *last || *last > limits::seq_max) {
      return Fail{RecordError::malformed};
    }
    past.push_back({*person, *log, {*first}, {*last}});
  }
  return past;
}

Result<std::optional<AudienceStatement>, RecordError> decode_statement(
    const std::vector<CborField>& fields) {
  const auto audience = field_of(fields, key_audience);
  const auto certificate = field_of(fields, key_certificate);
  const auto prekeys = field_of(fields, key_prekeys);
  if (!audience && !certificate && !prekeys) return std::optional<AudienceStatement>{};
  if (!audience || !certificate || !prekeys) return Fail{RecordError::malformed};
  auto list = decode_audience(*audience);
  auto keys = decode_prekeys(*prekeys);
  const auto bytes = CborReader::of_item(*certificate).bytes();
  if (!list || !keys || !bytes) return Fail{RecordError::malformed};
  return AudienceStatement{std::move(*list), ByteVec(bytes->begin(), bytes->end()),
                           std::move(*keys)};
}

void encode_statement(CborWriter& out, const AudienceStatement& statement) {
  out.key(key_audience);
  encode_audience(out, statement.audience);
  out.key(key_certificate).bytes(statement.certificate);
  out.key(key_prekeys).array(statement.prekeys.size());
  for (const auto& prekey : statement.prekeys) {
    out.bytes(prekey);
  }
}

}  // namespace

ByteVec encode_meta(const Meta& meta) {
  check(meta.time.micros >= 0 &&
        static_cast<std::uint64_t>(meta.time.micros) < limits::time_micros_end &&
        meta.references.size() <= limits::references_max);
  CborWriter out;
  out.map(2 + (meta.references.empty() ? 0U : 1U) + (meta.statement ? 3U : 0U) +
          (meta.past.empty() ? 0U : 1U));
  out.key(key_time).integer(static_cast<std::uint64_t>(meta.time.micros)).key(key_kind);
  if (const auto* number = std::get_if<std::uint64_t>(&meta.kind)) {
    out.integer(*number);
  } else {
    out.text(std::get<std::string>(meta.kind));
  }
  if (!meta.references.empty()) {
    out.key(key_references).array(meta.references.size());
    for (const auto& reference : meta.references) {
      out.bytes(reference.view());
    }
  }
  if (meta.statement) {
    encode_statement(out, *meta.statement);
  }
  if (!meta.past.empty()) {
    out.key(key_past).array(meta.past.size());
    for (const auto& past : meta.past) {
      out.array(4).bytes(past.person.view()).bytes(past.log.view());
      out.integer(past.first.value).integer(past.last.value);
    }
  }
  auto bytes = out.take();
  constexpr auto unit = limits::meta_unit_bytes;
  bytes.resize((bytes.size() + unit - 1) / unit * unit);
  check(bytes.size() <= limits::meta_units_max * unit);
  return bytes;
}

Result<Meta, RecordError> decode_meta(ByteView plaintext) {
  const auto fields = cbor_fields(plaintext, CborReader::Trailing::zeros);
  if (!fields) return Fail{RecordError::malformed};
  // Padding to the next unit only: one encoding, one size.
  const auto size = *cbor_item_size(plaintext);
  if (plaintext.size() - size >= limits::meta_unit_bytes ||
      plaintext.size() % limits::meta_unit_bytes != 0) {
    return Fail{RecordError::malformed};
  }

  Meta meta;
  const auto micros = integer_field(*fields, key_time);
  const auto kind = field_of(*fields, key_kind);
  if (!micros || *micros >= limits::time_micros_end || !kind) return Fail{RecordError::malformed};
  meta.time = {static_cast<std::int64_t>(*micros)};
  auto decoded_kind = decode_kind(*kind);
  if (!decoded_kind) return Fail{decoded_kind.error()};
  meta.kind = std::move(*decoded_kind);

  if (const auto item = field_of(*fields, key_references)) {
    auto references = decode_references(*item);
    if (!references) return Fail{references.error()};
    meta.references = std::move(*references);
  }
  auto statement = decode_statement(*fields);
  if (!statement) return Fail{statement.error()};
  meta.statement = std::move(*statement);
  if (const auto item = field_of(*fields, key_past)) {
    auto past = decode_past(*item);
    if (!past) return Fail{past.error()};
    meta.past = std::move(*past);
  }
  return meta;
}

}  // namespace kith::wire
