#include "service/re_form.hpp"

#include <array>

#include "service/circles.hpp"
#include "service/drawing.hpp"
#include "service/fields.hpp"
#include "service/talk.hpp"
#include "service/thing_named.hpp"

namespace kith::service {
namespace {

Outcome<std::vector<PersonId>> with_whom(OpenHome& home, const Json& request) {
  auto persons = people_in(home, request, "with");
  if (!persons) return Fail<Fault>{persons.error()};
  if (!*persons || (*persons)->empty()) {
    return refuse("Say with whom you go on: --with NAME,NAME.", Status::wrong_usage);
  }
  std::ranges::sort(**persons);
  (*persons)->erase(std::unique((*persons)->begin(), (*persons)->end()), (*persons)->end());
  for (const auto& person : **persons) {
    if (!home.node().contacts().accepted(person)) {
      return Fail<Fault>{fault_of(node::Refusal::unknown_person)};
    }
  }
  return std::move(**persons);
}

// Where somebody of these, or I, said already that it goes on: the first of them by time and link,
// so that all who see the same words choose the same circle.
Outcome<std::optional<kinds::Seen>> begun(OpenHome& home, node::CircleNumber circle,
                                          const CircleId& from,
                                          const std::vector<PersonId>& persons) {
  constexpr std::array kind{kinds::KindNumber::re_form};
  const auto entries = things_of(home).of_kinds(circle, kind);
  if (!entries) return Fail<Fault>{fault_of(entries.error())};
  std::optional<kinds::Seen> first;
  for (const auto& seen : *entries) {
    const auto* body = seen.body ? std::get_if<kinds::ReForm>(&*seen.body) : nullptr;
    const bool of_these =
        seen.author == home.node().person() || std::ranges::binary_search(persons, seen.author);
    if (body == nullptr || body->from != from || !of_these) continue;
    if (!first || std::pair{seen.time, seen.link} < std::pair{first->time, first->link}) {
      first = seen;
    }
  }
  return first;
}

// What others say may choose which circle I go on in, never who else hears me there.
bool is_of_these_alone(OpenHome& home, node::CircleNumber circle,
                       const std::vector<PersonId>& persons) {
  return std::ranges::all_of(home.node().audience(circle, host::wall_now()),
                             [&](const wire::Hearer& hearer) {
                               return std::ranges::binary_search(persons, hearer.person);
                             });
}

Outcome<std::optional<node::CircleNumber>> circle_begun(OpenHome& home, const CircleId& from,
                                                        const std::vector<PersonId>& persons) {
  std::optional<node::CircleNumber> found;
  std::pair<WallTime, Link> earliest;
  for (const auto circle : home.node().circles()) {
    const auto word = begun(home, circle, from, persons);
    if (!word) return Fail<Fault>{word.error()};
    if (!*word) continue;
    const bool mine = (*word)->author == home.node().person();
    if (!mine && !is_of_these_alone(home, circle, persons)) continue;
    const std::pair when{(*word)->time, (*word)->link};
    if (!found || when < earliest) {
      found = circle;
      earliest = when;
    }
  }
  return found;
}

Outcome<void> include_in(OpenHome& home, node::CircleNumber circle, std::vector<PersonId> persons) {
  const auto now = host::wall_now();
  for (const auto& hearer : home.node().audience(circle, now)) std::erase(persons, hearer.person);
  if (persons.empty()) return {};
  const auto done = home.carry_out(home.node().include(circle, persons, {}, now));
  if (!done) return Fail<Fault>{done.error()};
  return {};
}

Outcome<void> say_so(OpenHome& home, node::CircleNumber circle, const CircleId& from) {
  const auto said = begun(home, circle, from, {});
  if (!said) return Fail<Fault>{said.error()};
  if (*said) return {};
  const auto done = speak(home, circle, {"", {}, std::nullopt, kinds::ReForm{from, std::nullopt}});
  if (!done) return Fail<Fault>{done.error()};
  return {};
}

// Those of them who hear me in the old circle get what I said there, and go on hearing me there no
// longer than before. Those who do not are named: nobody is included there anew by this.
Outcome<void> give_past(OpenHome& home, node::CircleNumber from,
                        const std::vector<PersonId>& persons, Json& json) {
  const auto now = host::wall_now();
  const auto audience = home.node().audience(from, now);
  for (const auto& person : persons) {
    const auto hears = std::ranges::find(audience, person, &wire::Hearer::person);
    if (hears == audience.end()) {
      json["past_not_given"].push_back(name_of(home, person));
      continue;
    }
    const node::Inclusion how{hears->until, WallTime{}};
    const auto given = home.carry_out(home.node().include(from, {person}, how, now));
    if (!given) return Fail<Fault>{given.error()};
    json["past_given"].push_back(name_of(home, person));
  }
  return {};
}

}  // namespace

Answer re_form(OpenHome& home, const Json& request, const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const auto old = circle_in(home, request);
  const auto name = needed(request, "name");
  if (!old) return Fail<Fault>{old.error()};
  if (!name) return Fail<Fault>{name.error()};
  const auto persons = with_whom(home, request);
  if (!persons) return Fail<Fault>{persons.error()};
  const auto past = text_in(request, "past");
  if (!past.empty() && past != "all" && past != "none") {
    return refuse("The past goes along whole or not: --past all, or none.", Status::wrong_usage);
  }
  auto& node = home.node();
  const auto from = node.strands().id_of(*old);
  const auto there = circle_begun(home, from, *persons);
  if (!there) return Fail<Fault>{there.error()};
  const auto now = host::wall_now();
  auto circle = *there;
  if (!circle) {
    const auto made = home.carry_out(node.new_circle(*name, now));
    if (!made) return Fail<Fault>{made.error()};
    circle = *made;
  } else if (!node.self().name_of(node.strands().id_of(*circle))) {
    const auto named = home.carry_out(node.name_circle(*circle, *name, now));
    if (!named) return Fail<Fault>{named.error()};
  }
  if (const auto done = include_in(home, *circle, *persons); !done) {
    return Fail<Fault>{done.error()};
  }
  if (const auto done = say_so(home, *circle, from); !done) return Fail<Fault>{done.error()};
  Json given{{"past_given", Json::array()}, {"past_not_given", Json::array()}};
  if (past == "all") {
    if (const auto done = give_past(home, *old, *persons, given); !done) {
      return Fail<Fault>{done.error()};
    }
  }
  auto json = circle_json(home, *circle);
  json["from"] = node.name_of(*old);
  json["found"] = there->has_value();
  json.update(given);
  return json;
}

}  // namespace kith::service
