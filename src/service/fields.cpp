#include "service/fields.hpp"

#include "service/time_text.hpp"

namespace kith::service {

std::string text_in(const Json& request, const char* field) {
  return request.contains(field) && request.at(field).is_string()
             ? request.at(field).get<std::string>()
             : std::string{};
}

std::optional<std::uint64_t> number_in(const Json& request, const char* field) {
  if (!request.contains(field) || !request.at(field).is_number_unsigned()) return std::nullopt;
  return request.at(field).get<std::uint64_t>();
}

bool flag_in(const Json& request, const char* field) {
  return request.contains(field) && request.at(field) == true;
}

Outcome<std::string> needed(const Json& request, const char* field) {
  if (!request.contains(field) || !request.at(field).is_string()) {
    return refuse(std::string{"The request lacks the text \""} + field + "\".",
                  Status::wrong_usage);
  }
  return request.at(field).get<std::string>();
}

Outcome<node::CircleNumber> circle_in(OpenHome& home, const Json& request) {
  const auto name = needed(request, "circle");
  if (!name) return Fail<Fault>{name.error()};
  return circle_named(home, *name);
}

Outcome<node::CircleNumber> talk_in(OpenHome& home, const Json& request) {
  const auto name = needed(request, "circle");
  if (!name) return Fail<Fault>{name.error()};
  return talk_named(home, *name);
}

Outcome<PersonId> person_in(OpenHome& home, const Json& request) {
  const auto name = needed(request, "person");
  if (!name) return Fail<Fault>{name.error()};
  return person_named(home, *name);
}

Outcome<std::optional<WallTime>> time_in(const Json& request, const char* field) {
  if (!request.contains(field)) return std::optional<WallTime>{};
  const auto time = time_of(text_in(request, field));
  if (!time) {
    return refuse("\"" + text_in(request, field) +
                      "\" is not a time; write 2026-11-24 or 2026-11-24T15:05:00Z.",
                  Status::wrong_usage);
  }
  return std::optional{*time};
}

}  // namespace kith::service
