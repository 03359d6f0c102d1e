#include "kinds/together_body.hpp"

namespace kith::kinds {
namespace {

using wire::CborWriter;

std::uint64_t micros_of(WallTime time) { return static_cast<std::uint64_t>(time.micros); }

}  // namespace

void put(CborWriter& out, const TakingPart& body) {
  out.map(1U + body.words.has_value() + !body.instead.empty());
  out.key(0).integer(micros_of(body.until));
  put_text(out, 1, body.words);
  put_ids(out, 2, body.instead);
}

void put(CborWriter& out, const ReForm& body) {
  out.map(1U + body.words.has_value()).key(0).bytes(body.from.view());
  put_text(out, 1, body.words);
}

void put(CborWriter& out, const Paper& body) {
  out.map(1U + !body.names.empty() + body.at.has_value() + body.words.has_value());
  out.key(0).bytes(body.version.view());
  put_tags(out, 1, body.names);
  if (body.at) out.key(2).integer(micros_of(*body.at));
  put_text(out, 3, body.words);
}

void put(CborWriter& out, const IWas& body) {
  out.map(1U + body.person.has_value() + body.words.has_value()).key(0).text(body.name);
  if (body.person) out.key(1).bytes(body.person->view());
  put_text(out, 2, body.words);
}

void put(CborWriter& out, const Recognition& body) {
  out.map(3).key(0).bytes(body.person.view()).key(1).bytes(body.was.view());
  out.key(2).boolean(body.recognised);
}

std::optional<TakingPart> taking_part_of(const Fields& fields) {
  const auto until = time_of(fields, 0);
  auto words = text_of(fields, 1);
  auto instead = ids_of<Reference>(fields, 2, limits::instead_max);
  if (!until || !lacks_or_holds(fields, 1, words) || !instead) return std::nullopt;
  return TakingPart{*until, std::move(words), std::move(*instead)};
}

std::optional<ReForm> re_form_of(const Fields& fields) {
  const auto from = wire::fixed_field<CircleId>(fields, 0);
  auto words = text_of(fields, 1);
  if (!from || !lacks_or_holds(fields, 1, words)) return std::nullopt;
  return ReForm{*from, std::move(words)};
}

std::optional<Paper> paper_of(const Fields& fields) {
  const auto version = wire::fixed_field<Link>(fields, 0);
  auto names = words_of(fields, 1, limits::concerned_max);
  const auto at = time_of(fields, 2);
  auto words = text_of(fields, 3);
  const bool whole = version && names && !names->empty() && lacks_or_holds(fields, 2, at) &&
                     lacks_or_holds(fields, 3, words);
  if (!whole) return std::nullopt;
  return Paper{*version, std::move(*names), at, std::move(words)};
}

std::optional<IWas> i_was_of(const Fields& fields) {
  auto name = text_of(fields, 0);
  const auto person = wire::fixed_field<PersonId>(fields, 1);
  auto words = text_of(fields, 2);
  const bool whole = name && !name->empty() && name->size() <= limits::name_bytes_max &&
                     lacks_or_holds(fields, 1, person) && lacks_or_holds(fields, 2, words);
  if (!whole) return std::nullopt;
  return IWas{std::move(*name), person, std::move(words)};
}

std::optional<Recognition> recognition_of(const Fields& fields) {
  const auto person = wire::fixed_field<PersonId>(fields, 0);
  const auto was = wire::fixed_field<PersonId>(fields, 1);
  const auto recognised = wire::boolean_field(fields, 2);
  if (!person || !was || *person == *was || !recognised) return std::nullopt;
  return Recognition{*person, *was, *recognised};
}

}  // namespace kith::kinds
