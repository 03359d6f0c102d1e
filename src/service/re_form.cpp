#include "service/re_form.hpp"

#include <algorithm>
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
    return refuse("name_people", "Say with whom you go on: --with NAME,NAME.", Status::wrong_usage);
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

// Who said there that it goes on from that circle.
Outcome<std::vector<kinds::Seen>> said_there(OpenHome& home, node::CircleNumber circle,
                                             const CircleId& from) {
  constexpr std::array kind{kinds::KindNumber::re_form};
  auto entries = things_of(home).of_kinds(circle, kind);
  if (!entries) return Fail<Fault>{fault_of(entries.error())};
  std::erase_if(*entries, [&](const kinds::Seen& seen) {
    const auto* body = seen.body ? std::get_if<kinds::ReForm>(&*seen.body) : nullptr;
    return body == nullptr || body->from != from;
  });
  return std::move(*entries);
}

// With whom one goes on, and as what.
struct GoingOn {
  std::string name;
  std::vector<PersonId> persons;  // ascending
};

// What others say may choose which circle I go on in, never who else hears me there.
bool is_of_these_alone(OpenHome& home, node::CircleNumber circle,
                       const std::vector<PersonId>& persons) {
  return std::ranges::all_of(home.node().audience(circle, home.now()),
                             [&](const wire::Hearer& hearer) {
                               return std::ranges::binary_search(persons, hearer.person);
                             });
}

// Those whom its author goes on with are those whom I named, and I.
bool goes_on_with_these(OpenHome& home, node::CircleNumber circle, const PersonId& author,
                        const std::vector<PersonId>& persons) {
  auto& node = home.node();
  std::vector<PersonId> theirs{author};
  for (const auto& hearer : node.addressed_by(author, circle)) theirs.push_back(hearer.person);
  std::erase(theirs, node.person());
  std::ranges::sort(theirs);
  return theirs == persons;
}

// Some of a circle may go on as one, and some as another. Mine is the one that I called so; of
// others' that which they call so, too, or that is of the very same people.
bool is_meant(OpenHome& home, node::CircleNumber circle, const PersonId& author,
              const GoingOn& wish) {
  const auto& node = home.node();
  const bool called_so = node.name_of(circle) == wish.name;
  if (author == node.person()) return called_so;
  return std::ranges::binary_search(wish.persons, author) &&
         is_of_these_alone(home, circle, wish.persons) &&
         (called_so || goes_on_with_these(home, circle, author, wish.persons));
}

// Where somebody of these, or I, said already that it goes on: the first by time and link, so that
// all who see the same words choose the same circle.
Outcome<std::optional<node::CircleNumber>> circle_begun(OpenHome& home, const CircleId& from,
                                                        const GoingOn& wish) {
  std::optional<node::CircleNumber> found;
  std::pair<WallTime, Link> earliest;
  for (const auto circle : home.node().circles()) {
    const auto words = said_there(home, circle, from);
    if (!words) return Fail<Fault>{words.error()};
    for (const auto& word : *words) {
      const std::pair when{word.time, word.link};
      if ((found && earliest <= when) || !is_meant(home, circle, word.author, wish)) continue;
      found = circle;
      earliest = when;
    }
  }
  return found;
}

Outcome<void> include_in(OpenHome& home, node::CircleNumber circle, std::vector<PersonId> persons) {
  const auto now = home.now();
  for (const auto& hearer : home.node().audience(circle, now)) std::erase(persons, hearer.person);
  if (persons.empty()) return {};
  const auto done = home.carry_out(home.node().include(circle, persons, {}, now));
  if (!done) return Fail<Fault>{done.error()};
  return {};
}

Outcome<void> say_so(OpenHome& home, node::CircleNumber circle, const CircleId& from) {
  const auto words = said_there(home, circle, from);
  if (!words) return Fail<Fault>{words.error()};
  if (std::ranges::count(*words, home.node().person(), &kinds::Seen::author) != 0) return {};
  const auto done = speak(home, circle, {"", {}, std::nullopt, kinds::ReForm{from, std::nullopt}});
  if (!done) return Fail<Fault>{done.error()};
  return {};
}

// Those of them who hear me in the old circle get what I said there, and go on hearing me there no
// longer than before. Those who do not are named: nobody is included there anew by this.
Outcome<void> give_past(OpenHome& home, node::CircleNumber from,
                        const std::vector<PersonId>& persons, Json& json) {
  const auto now = home.now();
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
    return refuse("past_whole", "The past goes along whole or not: --past all, or none.",
                  Status::wrong_usage);
  }
  auto& node = home.node();
  const auto from = node.strands().id_of(*old);
  const auto there = circle_begun(home, from, {*name, *persons});
  if (!there) return Fail<Fault>{there.error()};
  const auto now = home.now();
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
