#include "kinds/deciding_body.hpp"

namespace kith::kinds {
namespace {

using wire::CborWriter;

// Where both stances and agreements end: words of one's own, and what they take the place of.
struct Rest {
  std::optional<std::string> words;
  std::vector<Reference> instead;
};

std::optional<Rest> rest_of(const Fields& fields) {
  Rest rest{text_of(fields, 2), {}};
  auto instead = ids_of<Reference>(fields, 3, limits::instead_max);
  if (!lacks_or_holds(fields, 2, rest.words) || !instead) return std::nullopt;
  rest.instead = std::move(*instead);
  return rest;
}

template <class Body>
void put_rest(CborWriter& out, const Body& body) {
  put_text(out, 2, body.words);
  put_ids(out, 3, body.instead);
}

template <class Body>
std::size_t keys_of(const Body& body) {
  return 2U + body.words.has_value() + !body.instead.empty();
}

bool is_title(const std::string& title) {
  return !title.empty() && title.size() <= limits::title_bytes_max;
}

}  // namespace

void put(CborWriter& out, const Proposal& body) {
  out.map(1U + body.title.has_value() + !body.concerns.empty()).key(0).text(body.text);
  put_text(out, 1, body.title);
  put_ids(out, 2, body.concerns);
}

void put(CborWriter& out, const Stance& body) {
  out.map(keys_of(body)).key(0).bytes(body.version.view()).key(1).integer(body.position);
  put_rest(out, body);
}

void put(CborWriter& out, const Agreement& body) {
  out.map(keys_of(body)).key(0).bytes(body.version.view()).key(1).boolean(body.goes_along);
  put_rest(out, body);
}

void put(CborWriter& out, const Practice& body) {
  out.map(2U + !body.prompts.empty() + !body.instead.empty());
  out.key(0).text(body.name).key(1).text(body.text);
  if (!body.prompts.empty()) {
    out.key(2).array(body.prompts.size());
    for (const auto& prompt : body.prompts) out.text(prompt);
  }
  put_ids(out, 3, body.instead);
}

std::optional<Proposal> proposal_of(const Fields& fields) {
  auto text = text_of(fields, 0);
  auto title = text_of(fields, 1);
  auto concerns = ids_of<PersonId>(fields, 2, limits::concerned_max);
  const bool whole = text && !text->empty() && lacks_or_holds(fields, 1, title) &&
                     (!title || is_title(*title)) && concerns;
  if (!whole) return std::nullopt;
  return Proposal{std::move(*text), std::move(title), std::move(*concerns)};
}

std::optional<Stance> stance_of(const Fields& fields) {
  const auto version = wire::fixed_field<Link>(fields, 0);
  const auto position = wire::integer_field(fields, 1);
  auto rest = rest_of(fields);
  if (!version || !position || !rest) return std::nullopt;
  return Stance{*version, *position, std::move(rest->words), std::move(rest->instead)};
}

std::optional<Agreement> agreement_of(const Fields& fields) {
  const auto version = wire::fixed_field<Link>(fields, 0);
  const auto goes_along = wire::boolean_field(fields, 1);
  auto rest = rest_of(fields);
  if (!version || !goes_along || !rest) return std::nullopt;
  return Agreement{*version, *goes_along, std::move(rest->words), std::move(rest->instead)};
}

std::optional<Practice> practice_of(const Fields& fields) {
  auto name = text_of(fields, 0);
  auto text = text_of(fields, 1);
  auto prompts = list_of<std::string>(fields, 2, limits::prompts_max, [](auto& reader) {
    const auto prompt = reader.text();
    return prompt ? std::optional{std::string{*prompt}} : std::nullopt;
  });
  auto instead = ids_of<Reference>(fields, 3, limits::instead_max);
  if (!name || !is_title(*name) || !text || !prompts || !instead) return std::nullopt;
  return Practice{std::move(*name), std::move(*text), std::move(*prompts), std::move(*instead)};
}

}  // namespace kith::kinds
