#include "service/recognising.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "service/drawing.hpp"
#include "service/entry_json.hpp"
#include "service/fields.hpp"
#include "service/talk.hpp"
#include "service/thing_named.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

using kinds::KindNumber;

// Mine alone: who else wrote there means nothing. The newest of a person counts, by time and link.
Outcome<std::map<PersonId, PersonId>> recognitions(OpenHome& home) {
  auto& node = home.node();
  std::map<PersonId, PersonId> was;
  const auto circle = node.strands().number_of(node.identity().self_circle);
  if (!circle) return was;
  constexpr std::array kind{KindNumber::recognition};
  auto found = things_of(home).of_kinds(*circle, kind);
  if (!found) return Fail<Fault>{fault_of(found.error())};
  std::ranges::sort(*found, [](const kinds::Seen& one, const kinds::Seen& other) {
    return std::pair{one.time, one.link} < std::pair{other.time, other.link};
  });
  for (const auto& seen : *found) {
    const auto* body = seen.body ? std::get_if<kinds::Recognition>(&*seen.body) : nullptr;
    if (body == nullptr || seen.author != node.person()) continue;
    if (body->recognised) {
      was.insert_or_assign(body->person, body->was);
    } else {
      was.erase(body->person);
    }
  }
  return was;
}

// Whoever asks may say it in their own language.
std::string before_in(const Json& request) {
  auto word = text_in(request, "before");
  return word.empty() ? "before" : word;
}

// "ana (before)", or with a number where that is somebody's name already.
Outcome<void> step_aside(OpenHome& home, const PersonId& was, const std::string& name,
                         const std::string& before) {
  constexpr int tries_max = 100;
  for (int i = 1; i < tries_max; ++i) {
    const auto aside = name + " (" + before + (i == 1 ? ")" : " " + std::to_string(i) + ")");
    auto renamed = home.node().rename(was, aside, home.now());
    if (!renamed && renamed.error() == node::Refusal::name_taken) continue;
    const auto done = home.carry_out(std::move(renamed));
    if (!done) return Fail<Fault>{done.error()};
    return {};
  }
  return Fail<Fault>{fault_of(node::Refusal::name_taken)};
}

// Wherever the one I knew hears me, the other does too from now on, no longer than they do; not
// where the other stands apart.
Outcome<Json> include_like(OpenHome& home, const PersonId& person, const PersonId& was,
                           std::optional<WallTime> past) {
  auto& node = home.node();
  auto circles = Json::array();
  const auto now = home.now();
  for (const auto circle : node.circles()) {
    const auto audience = node.audience(circle, now);
    const auto there = std::ranges::find(audience, was, &wire::Hearer::person);
    const bool hears = std::ranges::find(audience, person, &wire::Hearer::person) != audience.end();
    const auto apart = node.self().acts().apart(node.strands().id_of(circle), now);
    const bool stands_apart = std::ranges::count(apart, person, &audience::Apart::person) > 0;
    if (there == audience.end() || hears || stands_apart) continue;
    const auto done = home.carry_out(node.include(circle, {person}, {there->until, past}, now));
    if (!done) return Fail<Fault>{done.error()};
    circles.push_back(node.name_of(circle));
  }
  return circles;
}

Answer recognise_no_more(OpenHome& home, const PersonId& person) {
  const auto known = recognitions(home);
  if (!known) return Fail<Fault>{known.error()};
  const auto found = known->find(person);
  if (found == known->end())
    return refuse("held_for_nobody", "You do not hold them for anybody else.");
  const kinds::Recognition body{person, found->second, false};
  const auto kept = home.carry_out(home.node().keep(body, home.now()));
  if (!kept) return Fail<Fault>{kept.error()};
  auto json = named_json(home, person);
  json["was"] = named_json(home, found->second);
  json["recognised"] = false;
  json["circles"] = Json::array();
  return json;
}

}  // namespace

Answer i_was(OpenHome& home, const Json& request, const Progress&) {
  const auto talk = talk_in(home, request);
  const auto name = needed(request, "name");
  if (!talk) return Fail<Fault>{talk.error()};
  if (!name) return Fail<Fault>{name.error()};
  const node::Saying saying{
      "", {}, std::nullopt, kinds::IWas{*name, std::nullopt, optional_text(request, "words")}};
  return speak(home, *talk, saying);
}

Answer recognise(OpenHome& home, const Json& request, const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) return Fail<Fault>{ready.error()};
  const auto person = person_in(home, request);
  if (!person) return Fail<Fault>{person.error()};
  if (flag_in(request, "not")) return recognise_no_more(home, *person);
  if (!request.contains("as")) {
    return refuse("say_whom_you_knew",
                  "Say whom you knew: --as NAME; or --not, to hold them for nobody any more.",
                  Status::wrong_usage);
  }
  const auto was = person_named(home, text_in(request, "as"));
  if (!was) return Fail<Fault>{was.error()};
  const auto& node = home.node();
  const auto& me = node.person();
  if (*person == *was || *person == me || *was == me) {
    return refuse("two_others",
                  "Recognising is of two others: the one who is new, as the one whom you knew.");
  }
  if (!node.contacts().accepted(*person)) {
    return Fail<Fault>{fault_of(node::Refusal::unknown_person)};
  }
  const auto known = recognitions(home);
  if (!known) return Fail<Fault>{known.error()};
  if (known->contains(*person)) {
    return refuse("held_already",
                  "You hold them for somebody already; `kith recognise PERSON --not` ends that.");
  }
  const auto name = name_of(home, *was);
  if (const auto done = step_aside(home, *was, name, before_in(request)); !done)
    return Fail<Fault>{done.error()};
  const auto now = home.now();
  const auto renamed = home.carry_out(home.node().rename(*person, name, now));
  if (!renamed) return Fail<Fault>{renamed.error()};
  const auto kept = home.carry_out(home.node().keep(kinds::Recognition{*person, *was, true}, now));
  if (!kept) return Fail<Fault>{kept.error()};
  auto circles = Json::array();
  if (flag_in(request, "include")) {
    const auto past = text_in(request, "past") == "all" ? std::optional{WallTime{}} : std::nullopt;
    auto included = include_like(home, *person, *was, past);
    if (!included) return Fail<Fault>{included.error()};
    circles = std::move(*included);
  }
  auto json = named_json(home, *person);
  json["was"] = named_json(home, *was);
  json["recognised"] = true;
  json["circles"] = std::move(circles);
  return json;
}

Answer recognised(OpenHome& home, const Json&, const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) return Fail<Fault>{ready.error()};
  const auto known = recognitions(home);
  if (!known) return Fail<Fault>{known.error()};
  std::map<PersonId, Json> said;
  constexpr std::array kind{KindNumber::i_was};
  for (const auto talk : all_talks(home)) {
    const auto entries = things_of(home).of_kinds(talk, kind);
    if (!entries) return Fail<Fault>{fault_of(entries.error())};
    for (const auto& seen : *entries) {
      const auto* body = seen.body ? std::get_if<kinds::IWas>(&*seen.body) : nullptr;
      if (body == nullptr || seen.author == home.node().person()) continue;
      Json word{{"id", id_of(seen.link)}, {"name", body->name}};
      word["words"] = or_null(body->words);
      word["time"] = to_text(seen.time);
      word.update(talk_json(home, talk));
      said.try_emplace(seen.author, Json::array()).first->second.push_back(std::move(word));
    }
  }
  for (const auto& [person, was] : *known) said.try_emplace(person, Json::array());
  auto list = Json::array();
  for (auto& [person, words] : said) {
    auto json = named_json(home, person);
    const auto was = known->find(person);
    json["was"] = was == known->end() ? Json(nullptr) : named_json(home, was->second);
    json["says"] = std::move(words);
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace kith::service
