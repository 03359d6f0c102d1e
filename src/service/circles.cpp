#include "service/circles.hpp"

#include <set>

#include "node/no_longer.hpp"
#include "service/entry_json.hpp"
#include "service/fields.hpp"
#include "service/introducing.hpp"
#include "service/junctures.hpp"
#include "service/talk.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

Json names_of(OpenHome& home, const std::vector<PersonId>& persons) {
  auto names = Json::array();
  for (const auto& person : persons) names.push_back(name_of(home, person));
  return names;
}

std::optional<WallTime> last_said(OpenHome& home, node::CircleNumber circle) {
  const auto entries = home.node().view().last(circle, 1);
  if (!entries || entries->empty()) return std::nullopt;
  return entries->front().time;
}

Json apart_json(OpenHome& home, const std::vector<audience::Apart>& apart) {
  auto people = Json::array();
  for (const auto& one : apart) {
    auto json = named_json(home, one.person);
    json["since"] = to_text(one.since);
    json["lapsed"] = one.lapsed;
    people.push_back(std::move(json));
  }
  return people;
}

// When they last said something to all whom they address there: whom they address is known as of
// then.
std::optional<WallTime> last_heard(OpenHome& home, const PersonId& person,
                                   node::CircleNumber circle) {
  auto& node = home.node();
  std::optional<WallTime> last;
  for (const auto number : node.strands().of_circle(circle)) {
    const auto& strand = node.strands().strand(number);
    const auto& spans = node.strands().spans(number);
    if (strand.person != person || strand.form != wire::LogForm::main || spans.empty()) continue;
    const auto entry = node.view().entry({number, {spans.back().span.next.value - 1}});
    if (entry) last = std::max(last.value_or(entry->time), entry->time);
  }
  return last;
}

Json member_json(OpenHome& home, const PersonId& person, node::CircleNumber circle, bool seen) {
  auto& node = home.node();
  const bool me = person == node.person();
  const auto as_of = seen && !me ? last_heard(home, person, circle) : std::nullopt;
  return {{"person", to_hex(person.view())},
          {"name", name_of(home, person)},
          {"me", me},
          {"known", me || node.contacts().accepted(person)},
          {"seen", seen},
          {"as_of", as_of ? Json(to_text(*as_of)) : Json(nullptr)},
          {"muted", node.self().is_muted(person, node.strands().id_of(circle))}};
}

Json hears_json(OpenHome& home, const PersonId& speaker, const wire::Hearer& hearer) {
  return {{"speaker", name_of(home, speaker)},
          {"speaker_id", to_hex(speaker.view())},
          {"hearer", name_of(home, hearer.person)},
          {"hearer_id", to_hex(hearer.person.view())},
          {"until", hearer.until ? Json(to_text(*hearer.until)) : Json(nullptr)}};
}

// Whom a speaker included and does not any more.
Outcome<void> add_no_longer(OpenHome& home, node::CircleNumber circle, const PersonId& speaker,
                            const wire::AudienceList& audience, Json& no_longer) {
  auto& node = home.node();
  const auto persons =
      node::no_longer_addressed(node.store(), node.strands(), speaker, circle, audience);
  if (!persons) return Fail<Fault>{fault_of(persons.error())};
  for (const auto& person : *persons) {
    auto json = named_json(home, person);
    json["speaker"] = name_of(home, speaker);
    json["speaker_id"] = to_hex(speaker.view());
    no_longer.push_back(std::move(json));
  }
  return {};
}

// After a change that the person made: what holds now.
Answer changed(OpenHome& home, node::CircleNumber circle, node::StepOf<node::Done> step) {
  const auto done = home.carry_out(std::move(step));
  if (!done) return Fail<Fault>{done.error()};
  return circle_json(home, circle);
}

// Of several people at once: those who come in, and in words those who stand apart.
Answer include_newcomers(OpenHome& home, node::CircleNumber circle, const node::Newcomers& new_here,
                         const node::Inclusion& how) {
  auto answer =
      new_here.persons.empty()
          ? Answer{circle_json(home, circle)}
          : changed(home, circle, home.node().include(circle, new_here.persons, how, home.now()));
  if (answer) (*answer)["apart"] = apart_json(home, new_here.apart);
  return answer;
}

// In a juncture each says for themself until when; who said so already need not again.
Answer taking_part(OpenHome& home, node::CircleNumber circle, WallTime until, Json answer) {
  const auto parts = taking_parts_in(home, circle);
  if (!parts) return Fail<Fault>{parts.error()};
  if (parts->until(home.node().person()) != until) {
    const auto said = say_taking_part(home, circle, until, std::nullopt);
    if (!said) return Fail<Fault>{said.error()};
  }
  auto juncture = juncture_json(home, circle);
  if (!juncture) return Fail<Fault>{juncture.error()};
  answer["juncture"] = std::move(*juncture);
  return answer;
}

// "all", "none" or a time.
Outcome<std::optional<WallTime>> past_in(const Json& request) {
  const auto text = text_in(request, "past");
  if (text.empty() || text == "none") return std::optional<WallTime>{};
  if (text == "all") return std::optional{WallTime{}};
  return time_in(request, "past");
}

}  // namespace

// Of a parting by name the day is known; of a leaving it is not asked.
bool has_left(OpenHome& home, node::CircleNumber circle) {
  const auto& node = home.node();
  const auto standings = node.self().acts().standings(node.strands().id_of(circle));
  bool left = false;
  for (const auto& [person, standing] : standings) {
    if (standing.included) return false;
    left = left || !standing.parted;
  }
  return left;
}

Json circle_json(OpenHome& home, node::CircleNumber circle) {
  const auto audience = home.node().audience(circle, home.now());
  return {{"circle", to_hex(home.node().strands().id_of(circle).view())},
          {"name", home.node().name_of(circle)},
          {"audience", audience_json(home, audience)},
          {"owed", names_of(home, home.node().owed_in(circle))}};
}

Answer circle_new(OpenHome& home, const Json& request, const Progress&) {
  const auto name = needed(request, "name");
  if (!name) return Fail<Fault>{name.error()};
  const auto circle = home.carry_out(home.node().new_circle(*name, home.now()));
  if (!circle) return Fail<Fault>{circle.error()};
  return Json{{"circle", to_hex(home.node().strands().id_of(*circle).view())}, {"name", *name}};
}

Answer circle_rename(OpenHome& home, const Json& request, const Progress&) {
  const auto circle = circle_in(home, request);
  const auto name = needed(request, "name");
  if (!circle) return Fail<Fault>{circle.error()};
  if (!name) return Fail<Fault>{name.error()};
  return changed(home, *circle, home.node().name_circle(*circle, *name, home.now()));
}

namespace {

std::vector<PersonId> muted_in(OpenHome& home, node::CircleNumber circle) {
  auto& node = home.node();
  auto persons = node.heard_in(circle);
  std::erase_if(persons, [&](const PersonId& person) {
    return !node.self().is_muted(person, node.strands().id_of(circle));
  });
  return persons;
}

}  // namespace

// {"uncounted": true} leaves out what is unread, which takes longer than all the rest.
Answer circles(OpenHome& home, const Json& request, const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  auto& node = home.node();
  auto list = Json::array();
  for (const auto circle : node.circles()) {
    const auto joins = node.to_join(circle, home.now()).persons;
    const auto last = last_said(home, circle);
    const bool left = has_left(home, circle);
    list.push_back({{"circle", to_hex(node.strands().id_of(circle).view())},
                    {"name", node.name_of(circle)},
                    {"hears_me", audience_json(home, node.audience(circle, home.now()))},
                    {"i_hear", named_json(home, node.heard_in(circle))},
                    {"to_answer", left ? Json::array() : names_of(home, joins)},
                    {"join", named_json(home, joins)},
                    {"left", left},
                    {"muted", named_json(home, muted_in(home, circle))},
                    {"last", last ? Json(to_text(*last)) : Json(nullptr)}});
    auto juncture = juncture_json(home, circle);
    if (!juncture) return Fail<Fault>{juncture.error()};
    list.back()["juncture"] = std::move(*juncture);
    if (flag_in(request, "uncounted")) continue;
    const auto unread = unread_in(home, circle);
    if (!unread) return Fail<Fault>{unread.error()};
    list.back()["unread"] = unread->size();
  }
  return list;
}

Answer include(OpenHome& home, const Json& request, const Progress&) {
  const auto circle = circle_in(home, request);
  if (!circle) return Fail<Fault>{circle.error()};
  auto until = end_in(request, "until");
  if (!until) return Fail<Fault>{until.error()};
  // In a juncture nobody is included for good, unless that is said in so many words.
  if (!*until) until = lease_in(home, *circle);
  if (!until) return Fail<Fault>{until.error()};
  const auto past = past_in(request);
  if (!past) return Fail<Fault>{past.error()};
  const auto now = home.now();
  if (*until && **until <= now)
    return refuse("time_over", "That time is over already; nobody was included.");
  if (request.contains("like")) {
    const auto like = person_named(home, text_in(request, "like"));
    if (!like) return Fail<Fault>{like.error()};
    const auto new_here = home.node().like(*circle, *like, now);
    if (new_here.persons.empty() && new_here.apart.empty()) {
      return refuse("like_nobody",
                    "They include nobody there whom you know and do not include yourself.");
    }
    return include_newcomers(home, *circle, new_here, {*until, *past});
  }
  const auto person = person_in(home, request);
  if (!person) return Fail<Fault>{person.error()};
  return changed(home, *circle, home.node().include(*circle, {*person}, {*until, *past}, now));
}

Answer part(OpenHome& home, const Json& request, const Progress&) {
  const auto circle = circle_in(home, request);
  if (!circle) return Fail<Fault>{circle.error()};
  const auto person = person_in(home, request);
  if (!person) return Fail<Fault>{person.error()};
  const auto words = text_in(request, "say");
  return changed(home, *circle, home.node().part(*circle, {*person}, {.words = words}, home.now()));
}

namespace {

// What others call it would stand before the person whom I call so: it is told apart, as it is from
// circles.
std::string name_given_by_others(OpenHome& home, node::CircleNumber circle) {
  constexpr std::size_t digits = 6;
  auto name = home.node().name_of(circle);
  if (!is_name_of_person(home, name)) return name;
  return name + " (" + to_hex(home.node().strands().id_of(circle).view()).substr(0, digits) + ")";
}

}  // namespace

Answer join(OpenHome& home, const Json& request, const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const auto circle = circle_in(home, request);
  if (!circle) return Fail<Fault>{circle.error()};
  auto& node = home.node();
  const auto now = home.now();
  auto name = text_in(request, "as");
  const bool has_own = node.self().name_of(node.strands().id_of(*circle)).has_value();
  if (name.empty() && !has_own) name = name_given_by_others(home, *circle);
  if (!name.empty()) {
    const auto named = home.carry_out(node.name_circle(*circle, name, now));
    if (!named) return Fail<Fault>{named.error()};
  }
  auto until = end_in(request, "until");
  if (!until) return Fail<Fault>{until.error()};
  const auto newcomers = node.to_join(*circle, now);
  const auto lease = lease_to_join(home, *circle, newcomers.persons);
  if (!lease) return Fail<Fault>{lease.error()};
  if (!*until) until = *lease;
  auto answer = include_newcomers(home, *circle, newcomers, {*until, std::nullopt});
  if (!answer || !*lease) return answer;
  return taking_part(home, *circle, **until, std::move(*answer));
}

Answer leave(OpenHome& home, const Json& request, const Progress&) {
  const auto circle = circle_in(home, request);
  if (!circle) return Fail<Fault>{circle.error()};
  const auto now = home.now();
  std::vector<PersonId> persons;
  for (const auto& hearer : home.node().audience(*circle, now)) persons.push_back(hearer.person);
  return changed(home, *circle, home.node().part(*circle, persons, {.leaving = true}, now));
}

Answer who(OpenHome& home, const Json& request, const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const auto circle = circle_in(home, request);
  if (!circle) return Fail<Fault>{circle.error()};
  auto& node = home.node();
  Said said;
  for (const auto& person : node.heard_in(*circle)) {
    said[person] = node.addressed_by(person, *circle);
  }
  auto strangers = strangers_json(home, *circle, said);
  if (!strangers) return Fail<Fault>{strangers.error()};
  said[node.person()] = node.audience(*circle, home.now());
  std::set<PersonId> persons;
  auto hears = Json::array();
  auto ended = Json::array();
  for (const auto& [speaker, audience] : said) {
    persons.insert(speaker);
    for (const auto& hearer : audience) {
      persons.insert(hearer.person);
      // Whoever gave the lease may have said nothing since: what they address is as of then.
      const bool over = hearer.until && *hearer.until <= home.now();
      (over ? ended : hears).push_back(hears_json(home, speaker, hearer));
    }
  }
  auto no_longer = Json::array();
  for (const auto& [speaker, audience] : said) {
    if (speaker == node.person()) continue;
    if (const auto told = add_no_longer(home, *circle, speaker, audience, no_longer); !told) {
      return Fail<Fault>{told.error()};
    }
  }
  auto people = Json::array();
  for (const auto& person : persons) {
    people.push_back(member_json(home, person, *circle, said.contains(person)));
  }
  return Json{{"me", to_hex(node.person().view())},
              {"people", std::move(people)},
              {"apart", apart_json(home, node.self().acts().apart(node.strands().id_of(*circle),
                                                                  home.now()))},
              {"no_longer", std::move(no_longer)},
              {"strangers", std::move(*strangers)},
              {"ended", std::move(ended)},
              {"hears", std::move(hears)}};
}

}  // namespace kith::service
