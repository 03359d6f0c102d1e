#include "service/fields.hpp"

#include <algorithm>
#include <limits>

#include "service/civil_time.hpp"
#include "wire/cbor.hpp"

namespace kith::service {
namespace {

// Of a day alone that many of its seconds have gone by.
Outcome<std::optional<WallTime>> moment_in(const Json& request, const char* field,
                                           std::int64_t of_a_day) {
  if (!request.contains(field)) return std::optional<WallTime>{};
  const auto typed = typed_time(text_in(request, field));
  const auto moment = !typed ? std::nullopt
                      : typed->moment
                          ? typed->moment
                          : moment_here({typed->civil.seconds + (typed->whole_day ? of_a_day : 0)});
  if (!moment || moment->micros < 0) {
    return refuse("bad_time",
                  "\"" + text_in(request, field) +
                      "\" is not a time; write 2026-11-24, 2026-11-24T15:05 by your clock, or "
                      "2026-11-24T15:05:00Z.",
                  Status::wrong_usage);
  }
  return moment;
}

}  // namespace

void wipe_secrets(Json& request) {
  for (const char* field : {"passphrase", "key"}) {
    if (!request.contains(field) || !request.at(field).is_string()) continue;
    auto& text = request.at(field).get_ref<std::string&>();
    crypto::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  }
}

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
    return refuse("wrong_request", std::string{"The request lacks the text \""} + field + "\".",
                  Status::wrong_usage);
  }
  return request.at(field).get<std::string>();
}

// The system would take what stands before a zero byte for all of it.
Outcome<std::string> path_in(const Json& request, const char* field) {
  auto path = needed(request, field);
  if (path && path->find('\0') != std::string::npos) {
    return refuse("file_missing", "No file or folder has a zero byte in its name; name another.");
  }
  return path;
}

namespace {

// What a circle is called may stand in what came a moment ago, and was not looked at yet.
template <class Named>
Outcome<node::CircleNumber> named_by_now(OpenHome& home, const Named& named) {
  auto found = named();
  if (found || !home.place_all()) return found;
  return named();
}

}  // namespace

Outcome<node::CircleNumber> circle_in(OpenHome& home, const Json& request) {
  const auto name = needed(request, "circle");
  if (!name) return Fail<Fault>{name.error()};
  return named_by_now(home, [&] { return circle_named(home, *name); });
}

Outcome<node::CircleNumber> talk_in(OpenHome& home, const Json& request) {
  const auto name = needed(request, "circle");
  if (!name) return Fail<Fault>{name.error()};
  return named_by_now(home, [&] { return talk_named(home, *name); });
}

Outcome<PersonId> person_in(OpenHome& home, const Json& request) {
  const auto name = needed(request, "person");
  if (!name) return Fail<Fault>{name.error()};
  return person_named(home, *name);
}

Outcome<std::optional<WallTime>> time_in(const Json& request, const char* field) {
  return moment_in(request, field, 0);
}

Outcome<std::optional<WallTime>> end_in(const Json& request, const char* field) {
  return moment_in(request, field, kinds::day_seconds - 1);
}

Outcome<std::vector<Reference>> answers_in(OpenHome& home, const Json& request) {
  std::vector<Reference> references;
  if (!request.contains("answers")) return references;
  if (const auto ready = home.place_all(); !ready) return Fail<Fault>{ready.error()};
  for (const auto& id : request.at("answers")) {
    if (!id.is_string()) return refuse("wrong_request", "An id is a text.", Status::wrong_usage);
    const auto key = entry_named(home, id.get<std::string>());
    if (!key) return Fail<Fault>{key.error()};
    const auto link = home.node().opener().link_of(*key);
    if (!link) return Fail<Fault>{fault_of(node::Refusal::store_damaged)};
    const auto reference = reference_of(*link);
    // Named twice it is answered once: an entry has no two equal references.
    if (std::ranges::count(references, reference) == 0) references.push_back(reference);
  }
  return references;
}

Outcome<std::optional<std::vector<PersonId>>> people_in(OpenHome& home, const Json& request,
                                                        const char* field) {
  if (!request.contains(field)) return std::optional<std::vector<PersonId>>{};
  std::vector<PersonId> persons;
  for (const auto& name : request.at(field)) {
    if (!name.is_string()) return refuse("wrong_request", "A name is a text.", Status::wrong_usage);
    const auto person = person_named(home, name.get<std::string>());
    if (!person) return Fail<Fault>{person.error()};
    persons.push_back(*person);
  }
  return std::optional{std::move(persons)};
}

Outcome<std::vector<std::string>> tags_in(const Json& request, const char* field) {
  std::vector<std::string> tags;
  if (!request.contains(field)) return tags;
  for (const auto& tag : request.at(field)) {
    if (!tag.is_string()) return refuse("wrong_request", "A tag is a text.", Status::wrong_usage);
    tags.push_back(tag.get<std::string>());
    if (!wire::is_utf8(as_bytes(tags.back()))) {
      return Fail<Fault>{fault_of(node::Refusal::not_utf8)};
    }
  }
  std::ranges::sort(tags);
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  return tags;
}

Outcome<std::optional<node::EntryKey>> entry_in(OpenHome& home, const Json& request,
                                                const char* field) {
  if (!request.contains(field)) return std::optional<node::EntryKey>{};
  const auto key = entry_named(home, text_in(request, field));
  if (!key) return Fail<Fault>{key.error()};
  return std::optional{*key};
}

}  // namespace kith::service
