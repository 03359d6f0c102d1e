#include "kinds/observing_body.hpp"

namespace kith::kinds {

void put(wire::CborWriter& out, const Observation& body) {
  out.map(3U + !body.tags.empty() + body.promise.has_value() + body.promised.has_value());
  out.key(0).bytes(body.person.view()).key(1).integer(body.went);
  out.key(2).integer(static_cast<std::uint64_t>(body.at.micros));
  put_tags(out, 3, body.tags);
  if (body.promise) out.key(4).bytes(body.promise->view());
  if (body.promised) out.key(5).integer(static_cast<std::uint64_t>(body.promised->micros));
}

void put(wire::CborWriter& out, const Observing& body) { out.map(1).key(0).boolean(body.on); }

std::optional<Observation> observation_of(const Fields& fields) {
  const auto person = wire::fixed_field<PersonId>(fields, 0);
  const auto went = wire::integer_field(fields, 1);
  const auto at = time_of(fields, 2);
  auto tags = tags_of(fields, 3);
  const auto promise = wire::fixed_field<Reference>(fields, 4);
  const auto promised = time_of(fields, 5);
  const bool whole = person && went && at && tags && lacks_or_holds(fields, 4, promise) &&
                     lacks_or_holds(fields, 5, promised);
  if (!whole) return std::nullopt;
  return Observation{*person, *went, *at, std::move(*tags), promise, promised};
}

std::optional<Observing> observing_of(const Fields& fields) {
  const auto on = wire::boolean_field(fields, 0);
  if (!on) return std::nullopt;
  return Observing{*on};
}

}  // namespace kith::kinds
