#include "service/people.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "node/session_memory.hpp"
#include "node/words.hpp"
#include "service/entry_json.hpp"
#include "service/fields.hpp"
#include "service/introducing.hpp"
#include "service/look_alike.hpp"
#include "service/qr.hpp"
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

// What is asked of the home once for all contacts.
struct Known {
  NamesInUse names;
  node::LastMet met;
};

Known known_here(OpenHome& home) {
  auto met = node::last_met(home.home().store());
  return {NamesInUse{home}, met ? std::move(*met) : node::LastMet{}};
}

// The last whole session with any of their devices.
Json last_synced(OpenHome& home, const PersonId& person, const Known& known) {
  std::optional<WallTime> last;
  for (const auto& listed : home.node().contacts().listed(person)) {
    const auto met = known.met.find({person, listed.device});
    if (met != known.met.end()) last = std::max(last.value_or(WallTime{}), met->second);
  }
  return last ? Json(to_text(*last)) : Json(nullptr);
}

Json contact_json(OpenHome& home, const node::Contact& contact, const Known& known) {
  const auto name = name_of(home, contact.person);
  auto how = verification_text(contact.verification);
  if (contact.verification == node::Verification::introduced && contact.introducer) {
    how = "introduced by " + name_of(home, *contact.introducer) + ", unchecked";
  }
  return {{"person", to_hex(contact.person.view())},
          {"name", name},
          {"looks_like", known.names.like(name)},
          {"verification", how},
          {"note", home.node().self().note_of(contact.person)},
          {"muted", home.node().self().is_muted(contact.person)},
          {"reach", contact.ways},
          {"last_synced", last_synced(home, contact.person, known)}};
}

Json contact_json(OpenHome& home, const PersonId& person) {
  return contact_json(home, *home.node().contacts().find(person), known_here(home));
}

}  // namespace

// {"qr": true} asks for its modules as well.
Answer card(OpenHome& home, const Json& request, const Progress&) {
  const auto made = home.carry_out(home.node().new_card(home.node().ways(), home.now()));
  if (!made) return Fail<Fault>{made.error()};
  Json answer{{"card", wire::card_text(*made)}};
  if (!flag_in(request, "qr")) return answer;
  if (auto modules = qr_modules(answer.at("card").get<std::string>())) {
    answer["qr"] = std::move(*modules);
  }
  return answer;
}

namespace {

struct HeldCard {
  ByteVec bytes;
  wire::Face face;
};

Outcome<HeldCard> card_in(const Json& request) {
  const auto text = needed(request, "card");
  if (!text) return Fail<Fault>{text.error()};
  auto bytes = wire::card_bytes(*text);
  if (!bytes) return Fail<Fault>{fault_of(node::Refusal::bad_card)};
  auto card = wire::open_card(*bytes);
  if (!card) return Fail<Fault>{fault_of(node::Refusal::bad_card)};
  return HeldCard{std::move(*bytes), std::move(card->face)};
}

}  // namespace

// Takes nothing: whose card it is by its own word, and whether I know them.
Answer card_look(OpenHome& home, const Json& request, const Progress&) {
  const auto held = card_in(request);
  if (!held) return Fail<Fault>{held.error()};
  const auto& person = held->face.person;
  if (person == home.node().person()) return Fail<Fault>{fault_of(node::Refusal::own_card)};
  const bool known = home.node().contacts().accepted(person);
  return Json{{"person", to_hex(person.view())},
              {"name", held->face.name},
              {"known_as", known ? Json(name_of(home, person)) : Json(nullptr)}};
}

// Without a name of mine for them, the one that they go by.
Answer meet(OpenHome& home, const Json& request, const Progress&) {
  const auto held = card_in(request);
  if (!held) return Fail<Fault>{held.error()};
  const bool known = home.node().contacts().accepted(held->face.person);
  const auto before = known ? name_of(home, held->face.person) : "";
  auto name = text_in(request, "as");
  if (name.empty()) name = known ? before : held->face.name;
  const auto how =
      flag_in(request, "in_person") ? node::Verification::met : node::Verification::pasted;
  const auto met = home.carry_out(home.node().meet(held->bytes, name, how, home.now()));
  if (!met) return Fail<Fault>{met.error()};
  auto contact = contact_json(home, *met);
  if (known && before != name_of(home, *met)) contact["before"] = before;
  return contact;
}

Answer contacts(OpenHome& home, const Json&, const Progress&) {
  const auto known = known_here(home);
  auto list = Json::array();
  for (const auto& [person, contact] : home.node().contacts().all()) {
    if (home.node().contacts().accepted(person)) list.push_back(contact_json(home, contact, known));
  }
  return list;
}

Answer rename(OpenHome& home, const Json& request, const Progress&) {
  const auto person = person_in(home, request);
  const auto name = needed(request, "name");
  if (!person) return Fail<Fault>{person.error()};
  if (!name) return Fail<Fault>{name.error()};
  const auto done = home.carry_out(home.node().rename(*person, *name, home.now()));
  if (!done) return Fail<Fault>{done.error()};
  return contact_json(home, *person);
}

Answer note(OpenHome& home, const Json& request, const Progress&) {
  const auto person = person_in(home, request);
  if (!person) return Fail<Fault>{person.error()};
  return Json{{"text", home.node().self().note_of(*person)}};
}

Answer note_keep(OpenHome& home, const Json& request, const Progress& progress) {
  const auto person = person_in(home, request);
  const auto text = needed(request, "text");
  if (!person) return Fail<Fault>{person.error()};
  if (!text) return Fail<Fault>{text.error()};
  const auto kept = home.carry_out(home.node().note(*person, *text, home.now()));
  if (!kept) return Fail<Fault>{kept.error()};
  return note(home, request, progress);
}

Answer words(OpenHome& home, const Json& request, const Progress&) {
  const auto person = person_in(home, request);
  if (!person) return Fail<Fault>{person.error()};
  if (flag_in(request, "same")) {
    const auto done = home.carry_out(
        home.node().verified(*person, node::Verification::words_compared, home.now()));
    if (!done) return Fail<Fault>{done.error()};
  }
  auto json = contact_json(home, *person);
  json["words"] = node::words_between(home.node().person(), *person);
  return json;
}

namespace {

// Two ids of 16 bytes rarely share so many digits.
constexpr std::size_t offer_digits_min = 4;

Json offer_json(OpenHome& home, const node::Offer& offer) {
  return {{"id", to_hex(offer.id.view())},
          {"person", to_hex(offer.person.view())},
          {"name", offer.name},
          {"by", name_of(home, offer.by)},
          {"note", offer.note ? Json(*offer.note) : Json(nullptr)},
          {"circle", offer.circle ? Json(to_hex(offer.circle->view())) : Json(nullptr)}};
}

Outcome<Reference> offer_in(OpenHome& home, const Json& request) {
  const auto id = needed(request, "id");
  if (!id) return Fail<Fault>{id.error()};
  if (const auto ready = home.place_all(); !ready) return Fail<Fault>{ready.error()};
  std::vector<Reference> found;
  for (const auto* offer : home.node().open_offers()) {
    const auto digits = to_hex(offer->id.view());
    const bool named = offer->name == *id;
    if (named || (id->size() >= offer_digits_min && digits.starts_with(*id))) {
      found.push_back(offer->id);
    }
  }
  if (found.empty()) return Fail<Fault>{fault_of(node::Refusal::unknown_offer)};
  if (found.size() > 1)
    return refuse("ambiguous", "More than one introduction begins so; give more digits.");
  return found.front();
}

Answer introduce_in(OpenHome& home, const Json& request, const PersonId& newcomer) {
  const auto circle = circle_in(home, request);
  if (!circle) return Fail<Fault>{circle.error()};
  std::vector<node::Introducing> pairs;
  auto to = Json::array();
  for (const auto& person : home.node().heard_in(*circle)) {
    const auto* contact = home.node().contacts().find(person);
    const bool can = home.node().contacts().accepted(person) && contact != nullptr &&
                     !contact->face.empty() && person != newcomer;
    if (!can) continue;
    node::Introducing pair{person, newcomer, std::nullopt, home.node().strands().id_of(*circle)};
    if (request.contains("note")) pair.note = text_in(request, "note");
    pairs.push_back(std::move(pair));
    to.push_back(name_of(home, person));
  }
  if (pairs.empty())
    return refuse("nobody_to_introduce",
                  "You hear nobody else there whom you could introduce them to.");
  const auto done = introduce_each(home, pairs);
  if (!done) return Fail<Fault>{done.error()};
  return Json{{"to", std::move(to)}};
}

}  // namespace

Answer introduce(OpenHome& home, const Json& request, const Progress&) {
  const auto person = person_in(home, request);
  if (!person) return Fail<Fault>{person.error()};
  if (request.contains("circle")) return introduce_in(home, request, *person);
  const auto name = needed(request, "to");
  if (!name) return Fail<Fault>{name.error()};
  const auto other = person_named(home, *name);
  if (!other) return Fail<Fault>{other.error()};
  if (*person == *other) {
    return refuse("two_people", "Both are " + name_of(home, *person) + "; name two people.",
                  Status::wrong_usage);
  }
  node::Introducing pair{*person, *other, std::nullopt, std::nullopt};
  if (request.contains("note")) pair.note = text_in(request, "note");
  const auto done = introduce_each(home, {pair});
  if (!done) return Fail<Fault>{done.error()};
  return Json{{"to", Json::array({name_of(home, *person), name_of(home, *other)})}};
}

Answer introductions(OpenHome& home, const Json&, const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  auto list = Json::array();
  for (const auto* offer : home.node().open_offers()) list.push_back(offer_json(home, *offer));
  return list;
}

Answer accept(OpenHome& home, const Json& request, const Progress&) {
  const auto id = offer_in(home, request);
  if (!id) return Fail<Fault>{id.error()};
  const auto known = home.carry_out(home.node().accept(*id, text_in(request, "as"), home.now()));
  if (!known) return Fail<Fault>{known.error()};
  return contact_json(home, *known);
}

Answer ignore(OpenHome& home, const Json& request, const Progress&) {
  const auto id = offer_in(home, request);
  if (!id) return Fail<Fault>{id.error()};
  const auto json = offer_json(home, *home.node().offers().find(*id));
  const auto done = home.carry_out(home.node().ignore(*id, home.now()));
  if (!done) return Fail<Fault>{done.error()};
  return json;
}

namespace {

// One by one, whether or not also everywhere.
Json still_muted_in(OpenHome& home, const PersonId& person) {
  const auto& node = home.node();
  auto names = Json::array();
  for (const auto circle : node.circles()) {
    const auto& id = node.strands().id_of(circle);
    if (node.self().is_muted(person, id)) names.push_back(node.name_of(circle));
  }
  return names;
}

Answer set_mute(OpenHome& home, const Json& request, bool muted) {
  const auto person = person_in(home, request);
  if (!person) return Fail<Fault>{person.error()};
  std::optional<node::CircleNumber> circle;
  if (request.contains("circle")) {
    const auto named = circle_in(home, request);
    if (!named) return Fail<Fault>{named.error()};
    circle = *named;
  }
  const auto done = home.carry_out(home.node().mute(*person, circle, muted, home.now()));
  if (!done) return Fail<Fault>{done.error()};
  return Json{{"person", to_hex(person->view())},
              {"name", name_of(home, *person)},
              {"circle", circle ? Json(home.node().name_of(*circle)) : Json(nullptr)},
              {"muted", muted},
              {"still_muted_in", still_muted_in(home, *person)},
              {"still_muted", home.node().self().is_muted(*person)}};
}

}  // namespace

Answer mute(OpenHome& home, const Json& request, const Progress&) {
  return set_mute(home, request, true);
}

Answer unmute(OpenHome& home, const Json& request, const Progress&) {
  return set_mute(home, request, false);
}

}  // namespace kith::service
