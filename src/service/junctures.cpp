#include "service/junctures.hpp"

#include <array>

#include "service/circles.hpp"
#include "service/drawing.hpp"
#include "service/entry_json.hpp"
#include "service/fields.hpp"
#include "service/introducing.hpp"
#include "service/plain_time.hpp"
#include "service/talk.hpp"
#include "service/thing_named.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

Outcome<WallTime> end_to_come(const OpenHome& home, const Json& request) {
  if (const auto there = needed(request, "until"); !there) return Fail<Fault>{there.error()};
  const auto until = end_in(request, "until");
  if (!until) return Fail<Fault>{until.error()};
  if (**until <= home.now()) {
    return refuse("time_over", "That time is over already; nobody was included.");
  }
  return **until;
}

// Persons whom I know and whose faces I can hand on: to each other, where there are several.
Outcome<std::vector<PersonId>> invited_in(OpenHome& home, const Json& request) {
  auto persons = people_in(home, request, "with");
  if (!persons) return Fail<Fault>{persons.error()};
  if (!*persons || (*persons)->empty()) {
    return refuse("name_people", "A juncture is of several people; say --with NAME,NAME.",
                  Status::wrong_usage);
  }
  auto& all = **persons;
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  if (all.size() > limits::persons_max) return Fail<Fault>{fault_of(node::Refusal::too_many)};
  const auto& contacts = home.node().contacts();
  for (const auto& person : all) {
    const auto* contact = contacts.find(person);
    if (contact == nullptr || !contacts.accepted(person)) {
      return Fail<Fault>{fault_of(node::Refusal::unknown_person)};
    }
    if (all.size() > 1 && contact->face.empty()) {
      return refuse("no_face", "Nothing of " + name_of(home, person) +
                                   " can be handed on yet; meet by card, or sync once, first.");
    }
  }
  return std::move(all);
}

std::vector<node::Introducing> each_to_each(const std::vector<PersonId>& persons,
                                            const CircleId& circle) {
  std::vector<node::Introducing> pairs;
  for (std::size_t i = 0; i < persons.size(); ++i) {
    for (std::size_t k = i + 1; k < persons.size(); ++k) {
      pairs.push_back({persons[i], persons[k], std::nullopt, circle});
    }
  }
  return pairs;
}

// Whose lease of mine ends, or ended, with my own taking part. Who hears me there for good, or by a
// lease of another length, was given that one by one and keeps it; who was parted from stays so.
std::vector<PersonId> taking_part_like_me(OpenHome& home, node::CircleNumber circle,
                                          WallTime until) {
  auto& node = home.node();
  const auto now = home.now();
  std::vector<PersonId> persons;
  for (const auto& hearer : node.audience(circle, now)) {
    if (hearer.until == until) persons.push_back(hearer.person);
  }
  for (const auto& apart : node.self().acts().apart(node.strands().id_of(circle), now)) {
    if (apart.lapsed && apart.since == until) persons.push_back(apart.person);
  }
  std::ranges::sort(persons);
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  return persons;
}

Answer with_end(OpenHome& home, node::CircleNumber circle) {
  auto json = circle_json(home, circle);
  auto end = juncture_json(home, circle);
  if (!end) return Fail<Fault>{end.error()};
  json["juncture"] = std::move(*end);
  return json;
}

}  // namespace

Outcome<kinds::TakingParts> taking_parts_in(OpenHome& home, node::CircleNumber circle) {
  constexpr std::array kind{kinds::KindNumber::taking_part};
  const auto entries = things_of(home).of_kinds(circle, kind);
  if (!entries) return Fail<Fault>{fault_of(entries.error())};
  kinds::TakingParts parts;
  for (const auto& seen : *entries) parts.add(seen);
  return parts;
}

Outcome<Json> juncture_json(OpenHome& home, node::CircleNumber circle) {
  const auto parts = taking_parts_in(home, circle);
  if (!parts) return Fail<Fault>{parts.error()};
  const auto& me = home.node().person();
  const auto mine = parts->until(me);
  if (!mine) return Json(nullptr);
  const auto all = parts->all();
  const Drawing drawing{home, circle};
  auto people = Json::array();
  const PersonId* last = nullptr;
  for (const auto& one : all) {
    const bool again = last != nullptr && *last == one.author;
    last = &one.author;
    if (again || one.author == me || drawing.muted(one.author)) continue;
    auto json = named_json(home, one.author);
    json["until"] = to_text(*parts->until(one.author));
    people.push_back(std::move(json));
  }
  return Json{{"until", to_text(*mine)}, {"people", std::move(people)}};
}

Outcome<std::optional<WallTime>> lease_in(OpenHome& home, node::CircleNumber circle) {
  if (const auto ready = home.place_all(); !ready) return Fail<Fault>{ready.error()};
  const auto parts = taking_parts_in(home, circle);
  if (!parts) return Fail<Fault>{parts.error()};
  const auto until = parts->until(home.node().person());
  if (until && *until <= home.now()) {
    return refuse("part_ended", "You took part there until " + plain_due(*until) +
                                    "; `kith renew` is your own way to go on.");
  }
  return until;
}

Outcome<std::optional<WallTime>> lease_to_join(OpenHome& home, node::CircleNumber circle,
                                               const std::vector<PersonId>& persons) {
  auto own = lease_in(home, circle);
  if (!own || *own) return own;
  const auto parts = taking_parts_in(home, circle);
  if (!parts) return Fail<Fault>{parts.error()};
  auto& node = home.node();
  std::optional<WallTime> first;
  bool said = false;
  for (const auto& person : persons) {
    const auto hearers = node.addressed_by(person, circle);
    const auto me = std::ranges::find(hearers, node.person(), &wire::Hearer::person);
    // One who includes me for good is in no juncture, whatever somebody else says there.
    if (me == hearers.end() || !me->until) return std::optional<WallTime>{};
    first = std::min(first.value_or(*me->until), *me->until);
    said = said || parts->until(person).has_value();
  }
  return said ? first : std::nullopt;
}

Outcome<void> say_taking_part(OpenHome& home, node::CircleNumber circle, WallTime until,
                              std::optional<std::string> words) {
  const auto parts = taking_parts_in(home, circle);
  if (!parts) return Fail<Fault>{parts.error()};
  const node::Saying saying{
      "",
      {},
      std::nullopt,
      kinds::TakingPart{until, std::move(words), parts->earlier(home.node().person())}};
  const auto said = speak(home, circle, saying);
  if (!said) return Fail<Fault>{said.error()};
  return {};
}

Answer juncture(OpenHome& home, const Json& request, const Progress&) {
  const auto name = needed(request, "name");
  if (!name) return Fail<Fault>{name.error()};
  const auto until = end_to_come(home, request);
  if (!until) return Fail<Fault>{until.error()};
  const auto persons = invited_in(home, request);
  if (!persons) return Fail<Fault>{persons.error()};
  const auto now = home.now();
  auto& node = home.node();
  const auto circle = home.carry_out(node.new_circle(*name, now));
  if (!circle) return Fail<Fault>{circle.error()};
  const auto included =
      home.carry_out(node.include(*circle, *persons, {*until, std::nullopt}, now));
  if (!included) return Fail<Fault>{included.error()};
  const auto said = say_taking_part(home, *circle, *until, optional_text(request, "words"));
  if (!said) return Fail<Fault>{said.error()};
  const auto pairs = each_to_each(*persons, node.strands().id_of(*circle));
  const auto introduced = introduce_each(home, pairs);
  if (!introduced) return Fail<Fault>{introduced.error()};
  return with_end(home, *circle);
}

Answer renew(OpenHome& home, const Json& request, const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) return Fail<Fault>{ready.error()};
  const auto circle = circle_in(home, request);
  if (!circle) return Fail<Fault>{circle.error()};
  const auto until = end_to_come(home, request);
  if (!until) return Fail<Fault>{until.error()};
  const auto parts = taking_parts_in(home, *circle);
  if (!parts) return Fail<Fault>{parts.error()};
  const auto before = parts->until(home.node().person());
  if (!before) {
    return refuse("no_part",
                  "You did not say that you take part there for a while; `kith include --until` "
                  "gives a lease to one person.");
  }
  const auto persons = taking_part_like_me(home, *circle, *before);
  const auto now = home.now();
  const auto included =
      home.carry_out(home.node().include(*circle, persons, {*until, std::nullopt}, now));
  if (!included) return Fail<Fault>{included.error()};
  const auto said = say_taking_part(home, *circle, *until, optional_text(request, "words"));
  if (!said) return Fail<Fault>{said.error()};
  return with_end(home, *circle);
}

}  // namespace kith::service
