#include "kinds/body.hpp"

#include "base/limits.hpp"
#include "wire/cbor.hpp"

namespace kith::kinds {
namespace {

using wire::CborWriter;
using Fields = std::vector<wire::CborField>;

void put(CborWriter& out, const Message& body) { out.map(1).key(0).text(body.text); }

void put(CborWriter& out, const Quote& body) {
  const std::array optional{&body.who, &body.when, &body.source};
  std::size_t keys = 1;
  for (const auto* text : optional) keys += text->has_value() ? 1 : 0;
  out.map(keys).key(0).text(body.text);
  for (std::size_t i = 0; i < optional.size(); ++i) {
    if (*optional[i]) out.key(i + 1).text(**optional[i]);
  }
}

void put(CborWriter& out, const CircleName& body) {
  out.map(2).key(0).bytes(body.circle.view()).key(1).text(body.text);
}

void put(CborWriter& out, const PersonName& body) {
  out.map(2).key(0).bytes(body.person.view()).key(1).text(body.text);
}

void put(CborWriter& out, const Tombstone& body) {
  out.map(2).key(0).bytes(body.log.view()).key(1).integer(body.seq.value);
}

void put(CborWriter& out, const Include& body) {
  out.map(body.until ? 3 : 2).key(0).bytes(body.circle.view()).key(1).bytes(body.person.view());
  if (body.until) out.key(2).integer(static_cast<std::uint64_t>(body.until->micros));
}

void put(CborWriter& out, const Part& body) {
  out.map(2).key(0).bytes(body.circle.view()).key(1).bytes(body.person.view());
}

std::optional<std::string> text_of(const Fields& fields, std::uint64_t key) {
  const auto text = wire::text_field(fields, key);
  return text ? std::optional{std::string{*text}} : std::nullopt;
}

// A key that may lack, but where it is there it is of its type.
template <class Value>
bool lacks_or_holds(const Fields& fields, std::uint64_t key, const std::optional<Value>& value) {
  return value.has_value() || !wire::field_of(fields, key);
}

std::optional<Body> message_of(const Fields& fields) {
  auto text = text_of(fields, 0);
  if (!text) return std::nullopt;
  return Message{std::move(*text)};
}

std::optional<Body> quote_of(const Fields& fields) {
  auto text = text_of(fields, 0);
  if (!text) return std::nullopt;
  Quote quote{std::move(*text), text_of(fields, 1), text_of(fields, 2), text_of(fields, 3)};
  const bool whole = lacks_or_holds(fields, 1, quote.who) &&
                     lacks_or_holds(fields, 2, quote.when) &&
                     lacks_or_holds(fields, 3, quote.source);
  return whole ? std::optional<Body>{std::move(quote)} : std::nullopt;
}

template <class Name, class Id>
std::optional<Body> name_of(const Fields& fields) {
  const auto id = wire::fixed_field<Id>(fields, 0);
  auto text = text_of(fields, 1);
  if (!id || !text || text->empty() || text->size() > limits::name_bytes_max) return std::nullopt;
  return Name{*id, std::move(*text)};
}

std::optional<Body> tombstone_of(const Fields& fields) {
  const auto log = wire::fixed_field<LogId>(fields, 0);
  const auto seq = wire::integer_field(fields, 1);
  if (!log || !seq || *seq > limits::seq_max) return std::nullopt;
  return Tombstone{*log, {*seq}};
}

std::optional<Body> include_of(const Fields& fields) {
  const auto circle = wire::fixed_field<CircleId>(fields, 0);
  const auto person = wire::fixed_field<PersonId>(fields, 1);
  const auto until = wire::integer_field(fields, 2);
  if (!circle || !person || !lacks_or_holds(fields, 2, until)) return std::nullopt;
  if (until && *until >= limits::time_micros_end) return std::nullopt;
  Include include{*circle, *person, std::nullopt};
  if (until) include.until = WallTime{static_cast<std::int64_t>(*until)};
  return include;
}

std::optional<Body> part_of(const Fields& fields) {
  const auto circle = wire::fixed_field<CircleId>(fields, 0);
  const auto person = wire::fixed_field<PersonId>(fields, 1);
  if (!circle || !person) return std::nullopt;
  return Part{*circle, *person};
}

struct NumberOf {
  KindNumber operator()(const Message&) const { return KindNumber::message; }
  KindNumber operator()(const Quote&) const { return KindNumber::quote; }
  KindNumber operator()(const CircleName&) const { return KindNumber::circle_name; }
  KindNumber operator()(const PersonName&) const { return KindNumber::person_name; }
  KindNumber operator()(const Tombstone&) const { return KindNumber::tombstone; }
  KindNumber operator()(const Include&) const { return KindNumber::include; }
  KindNumber operator()(const Part&) const { return KindNumber::part; }
};

}  // namespace

KindNumber kind_of(const Body& body) { return std::visit(NumberOf{}, body); }

bool is_known(std::uint64_t kind) {
  const auto first_of_self = static_cast<std::uint64_t>(KindNumber::circle_name);
  const auto last = static_cast<std::uint64_t>(KindNumber::part);
  return kind <= static_cast<std::uint64_t>(KindNumber::quote) ||
         (kind >= first_of_self && kind <= last);
}

ByteVec encode_body(const Body& body) {
  CborWriter out;
  std::visit([&](const auto& one) { put(out, one); }, body);
  return out.take();
}

std::optional<Body> decode_body(std::uint64_t kind, ByteView item) {
  const auto fields = wire::cbor_fields(item);
  if (!fields) return std::nullopt;
  switch (static_cast<KindNumber>(kind)) {
    case KindNumber::nothing:
      return std::nullopt;
    case KindNumber::message:
      return message_of(*fields);
    case KindNumber::quote:
      return quote_of(*fields);
    case KindNumber::circle_name:
      return name_of<CircleName, CircleId>(*fields);
    case KindNumber::person_name:
      return name_of<PersonName, PersonId>(*fields);
    case KindNumber::tombstone:
      return tombstone_of(*fields);
    case KindNumber::include:
      return include_of(*fields);
    case KindNumber::part:
      return part_of(*fields);
  }
  return std::nullopt;
}

}  // namespace kith::kinds
