#include "service/people.hpp"

#include <map>
#include <set>

#include "host/clock.hpp"
#include "node/words.hpp"
#include "service/entry_json.hpp"
#include "service/fields.hpp"
#include "service/time_text.hpp"
#include "wire/card.hpp"

namespace kith::service {
namespace {

std::string verification_text(node::Verification how) {
  switch (how) {
    case node::Verification::pasted:
      return "pasted";
    case node::Verification::introduced:
      return "introduced, unchecked";
    case node::Verification::words_compared:
      return "words compared";
    case node::Verification::met:
      return "met in person";
  }
  return "pasted";
}

Json contact_json(OpenHome& home, const node::Contact& contact) {
  return {{"person", to_hex(contact.person.view())},
          {"name", name_of(home, contact.person)},
          {"verification", verification_text(contact.verification)},
          {"reach", contact.ways},
          {"last_synced", nullptr}};
}

// People who hear me but of whom a device lacks a prekey that can be sealed to.
Json owed_json(OpenHome& home, const wire::AudienceList& audience) {
  auto list = Json::array();
  for (const auto& hearer : audience) {
    const auto devices = home.node().contacts().devices_of(hearer.person, host::wall_now());
    const bool owed =
        std::ranges::any_of(devices, [](const auto& device) { return !device.prekey; });
    if (owed) list.push_back(name_of(home, hearer.person));
  }
  return list;
}

Json circle_json(OpenHome& home, node::CircleNumber circle) {
  const auto audience = home.node().audience(circle, host::wall_now());
  return {{"circle", to_hex(home.node().strands().id_of(circle).view())},
          {"name", home.node().name_of(circle)},
          {"audience", audience_json(home, audience)},
          {"owed", owed_json(home, audience)}};
}

// The newest statement that I hold of someone's main log in the circle.
std::optional<wire::AudienceList> newest_audience(OpenHome& home, node::StrandNumber strand) {
  const auto& spans = home.node().strands().spans(strand);
  if (spans.empty()) return std::nullopt;
  const auto audience =
      home.node().opener().audience_of({strand, {spans.back().span.next.value - 1}});
  return audience ? *audience : std::nullopt;
}

}  // namespace

Answer card(OpenHome& home, const Json&, const Progress&) {
  const auto made = home.carry_out(home.node().new_card({}, host::wall_now()));
  if (!made) return Fail<Fault>{made.error()};
  return Json{{"card", wire::card_text(*made)}};
}

Answer meet(OpenHome& home, const Json& request, const Progress&) {
  const auto text = needed(request, "card");
  const auto name = needed(request, "as");
  if (!text) return Fail<Fault>{text.error()};
  if (!name) return Fail<Fault>{name.error()};
  const auto bytes = wire::card_bytes(*text);
  if (!bytes) return Fail<Fault>{fault_of(node::Refusal::bad_card)};
  const auto how =
      flag_in(request, "in_person") ? node::Verification::met : node::Verification::pasted;
  const auto met = home.carry_out(home.node().meet(*bytes, *name, how, host::wall_now()));
  if (!met) return Fail<Fault>{met.error()};
  return contact_json(home, *home.node().contacts().find(*met));
}

Answer contacts(OpenHome& home, const Json&, const Progress&) {
  auto list = Json::array();
  for (const auto& [person, contact] : home.node().contacts().all()) {
    list.push_back(contact_json(home, contact));
  }
  return list;
}

Answer rename(OpenHome& home, const Json& request, const Progress&) {
  const auto person = person_in(home, request);
  const auto name = needed(request, "name");
  if (!person) return Fail<Fault>{person.error()};
  if (!name) return Fail<Fault>{name.error()};
  const auto done = home.carry_out(home.node().rename(*person, *name, host::wall_now()));
  if (!done) return Fail<Fault>{done.error()};
  return contact_json(home, *home.node().contacts().find(*person));
}

Answer words(OpenHome& home, const Json& request, const Progress&) {
  const auto person = person_in(home, request);
  if (!person) return Fail<Fault>{person.error()};
  if (flag_in(request, "same")) {
    const auto done = home.carry_out(
        home.node().verified(*person, node::Verification::words_compared, host::wall_now()));
    if (!done) return Fail<Fault>{done.error()};
  }
  auto json = contact_json(home, *home.node().contacts().find(*person));
  json["words"] = node::words_between(home.node().person(), *person);
  return json;
}

Answer include(OpenHome& home, const Json& request, const Progress&) {
  const auto circle = circle_in(home, request);
  if (!circle) return Fail<Fault>{circle.error()};
  const auto person = person_in(home, request);
  if (!person) return Fail<Fault>{person.error()};
  const auto until = time_in(request, "until");
  if (!until) return Fail<Fault>{until.error()};
  const auto now = host::wall_now();
  if (*until && **until <= now) return refuse("That time is over already; nobody was included.");
  const auto done = home.carry_out(home.node().include(*circle, *person, *until, now));
  if (!done) return Fail<Fault>{done.error()};
  return circle_json(home, *circle);
}

Answer part(OpenHome& home, const Json& request, const Progress&) {
  const auto circle = circle_in(home, request);
  if (!circle) return Fail<Fault>{circle.error()};
  const auto person = person_in(home, request);
  if (!person) return Fail<Fault>{person.error()};
  const auto done = home.carry_out(home.node().part(*circle, *person, host::wall_now()));
  if (!done) return Fail<Fault>{done.error()};
  return circle_json(home, *circle);
}

Answer who(OpenHome& home, const Json& request, const Progress&) {
  const auto circle = circle_in(home, request);
  if (!circle) return Fail<Fault>{circle.error()};
  std::map<PersonId, wire::AudienceList> said;
  for (const auto strand : home.node().strands().of_circle(*circle)) {
    const auto& record = home.node().strands().strand(strand);
    if (record.form != wire::LogForm::main) continue;
    if (auto audience = newest_audience(home, strand)) said[record.person] = std::move(*audience);
  }
  said[home.node().person()] = home.node().audience(*circle, host::wall_now());
  std::set<PersonId> persons;
  auto hears = Json::array();
  for (const auto& [speaker, audience] : said) {
    persons.insert(speaker);
    for (const auto& hearer : audience) {
      persons.insert(hearer.person);
      hears.push_back({{"speaker", name_of(home, speaker)},
                       {"hearer", name_of(home, hearer.person)},
                       {"until", hearer.until ? Json(to_text(*hearer.until)) : Json(nullptr)}});
    }
  }
  auto people = Json::array();
  for (const auto& person : persons) {
    people.push_back({{"person", to_hex(person.view())}, {"name", name_of(home, person)}});
  }
  return Json{{"people", std::move(people)}, {"hears", std::move(hears)}};
}

}  // namespace kith::service
