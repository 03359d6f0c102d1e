#include "kinds/promising_body.hpp"

namespace kith::kinds {
namespace {

using wire::CborWriter;

// Asks and promises have one form: a text, persons, a time, tags.
template <class Body>
std::optional<Body> wish_of(const Fields& fields) {
  auto text = text_of(fields, 0);
  auto persons = ids_of<PersonId>(fields, 1, limits::concerned_max);
  const auto by = time_of(fields, 2);
  auto tags = tags_of(fields, 3);
  const bool whole = text && !text->empty() && persons && lacks_or_holds(fields, 2, by) && tags;
  if (!whole) return std::nullopt;
  return Body{std::move(*text), std::move(*persons), by, std::move(*tags)};
}

void put_time(CborWriter& out, std::uint64_t key, const std::optional<WallTime>& time) {
  if (time) out.key(key).integer(static_cast<std::uint64_t>(time->micros));
}

template <class Body>
void put_wish(CborWriter& out, const Body& body, const std::vector<PersonId>& persons) {
  out.map(1U + !persons.empty() + body.by.has_value() + !body.tags.empty());
  out.key(0).text(body.text);
  put_ids(out, 1, persons);
  put_time(out, 2, body.by);
  put_tags(out, 3, body.tags);
}

}  // namespace

void put(CborWriter& out, const Ask& body) { put_wish(out, body, body.of); }
void put(CborWriter& out, const Promise& body) { put_wish(out, body, body.to); }

void put(CborWriter& out, const Turn& body) {
  out.map(2U + body.words.has_value() + !body.instead.empty() + body.text.has_value() +
          body.by.has_value());
  out.key(0).bytes(body.promise.view()).key(1).integer(body.turning);
  put_text(out, 2, body.words);
  put_ids(out, 3, body.instead);
  put_text(out, 4, body.text);
  put_time(out, 5, body.by);
}

std::optional<Ask> ask_of(const Fields& fields) { return wish_of<Ask>(fields); }
std::optional<Promise> promise_of(const Fields& fields) { return wish_of<Promise>(fields); }

std::optional<Turn> turn_of(const Fields& fields) {
  const auto promise = wire::fixed_field<Link>(fields, 0);
  const auto turning = wire::integer_field(fields, 1);
  auto words = text_of(fields, 2);
  auto instead = ids_of<Reference>(fields, 3, limits::instead_max);
  auto text = text_of(fields, 4);
  const auto by = time_of(fields, 5);
  const bool whole = promise && turning && lacks_or_holds(fields, 2, words) && instead &&
                     lacks_or_holds(fields, 4, text) && (!text || !text->empty()) &&
                     lacks_or_holds(fields, 5, by);
  if (!whole) return std::nullopt;
  return Turn{*promise, *turning, std::move(words), std::move(*instead), std::move(text), by};
}

}  // namespace kith::kinds
