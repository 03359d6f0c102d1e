#include "service/promising.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "service/drawing.hpp"
#include "service/entry_json.hpp"
#include "service/fields.hpp"
#include "service/talk.hpp"
#include "service/thing_named.hpp"
#include "service/thing_text.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

using kinds::KindNumber;
using kinds::Turning;

constexpr std::array promising_kinds{KindNumber::ask, KindNumber::promise, KindNumber::turn};

kinds::Promises promises_of(const std::vector<kinds::Seen>& entries) {
  kinds::Promises promises;
  for (const auto& seen : entries) promises.add(seen);
  return promises;
}

// What asks and promises have alike.
Json said_json(OpenHome& home, node::CircleNumber talk, const Link& link, const PersonId& author,
               WallTime time) {
  Json json{{"id", id_of(link)}};
  json.update(talk_json(home, talk));
  json["author"] = name_of(home, author);
  json["author_id"] = to_hex(author.view());
  json["mine"] = author == home.node().person();
  json["time"] = to_text(time);
  return json;
}

Json ask_json(OpenHome& home, node::CircleNumber talk, const kinds::AskView& view,
              const kinds::Promises& all) {
  auto json = said_json(home, talk, view.link, view.author, view.time);
  const auto body = view.body.value_or(kinds::Ask{});
  const bool of_me = std::ranges::binary_search(body.of, home.node().person());
  json["text"] = view.body ? Json(body.text) : Json(nullptr);
  json["wanted"] = !view.body && is_wanted(home, view.link);
  json["of"] = Drawing{home, talk}.people_json(body.of);
  json["of_you"] = view.author != home.node().person() && (body.of.empty() || of_me);
  json["by"] = time_json(body.by);
  json["tags"] = body.tags;
  json["promises"] = Json::array();
  for (const auto& link : view.promises) {
    json["promises"].push_back(promise_json(home, talk, *all.promise(link)));
  }
  return json;
}

// Persons of that field, of whom everyone will hear what is said.
Outcome<std::vector<PersonId>> hearers_named(OpenHome& home, const Json& request, const char* field,
                                             node::CircleNumber talk, const node::Saying& saying) {
  auto named = people_in(home, request, field);
  if (!named) return Fail<Fault>{named.error()};
  const auto hear = home.node().hearers_of(talk, saying, home.now());
  if (!hear) return Fail<Fault>{fault_of(hear.error())};
  if (!*named) return std::vector<PersonId>{};
  for (const auto& person : **named) {
    if (std::ranges::binary_search(hear->persons, person)) continue;
    return refuse("will_not_hear", name_of(home, person) +
                                       " will not hear that; include them first, or name others.");
  }
  std::ranges::sort(**named);
  (*named)->erase(std::unique((*named)->begin(), (*named)->end()), (*named)->end());
  return std::move(**named);
}

// An ask or a promise: they differ in whom they name.
template <class Body>
Answer say_wish(OpenHome& home, const Json& request, const char* whom) {
  const auto talk = talk_in(home, request);
  auto text = needed(request, "text");
  if (!talk) return Fail<Fault>{talk.error()};
  if (!text) return Fail<Fault>{text.error()};
  auto answers = answers_in(home, request);
  if (!answers) return Fail<Fault>{answers.error()};
  auto to = people_in(home, request, "to");
  if (!to) return Fail<Fault>{to.error()};
  const auto by = end_in(request, "by");
  if (!by) return Fail<Fault>{by.error()};
  auto tags = tags_in(request);
  if (!tags) return Fail<Fault>{tags.error()};
  node::Saying saying{"", std::move(*answers), std::move(*to)};
  auto persons = hearers_named(home, request, whom, *talk, saying);
  if (!persons) return Fail<Fault>{persons.error()};
  saying.thing = Body{std::move(*text), std::move(*persons), *by, std::move(*tags)};
  return speak(home, *talk, saying);
}

// A promise that a request names, and all that belongs to it.
struct NamedPromise {
  node::CircleNumber talk;
  kinds::Promises promises;
  kinds::PromiseView view;
};

Outcome<NamedPromise> promise_in(OpenHome& home, const Json& request, const Progress& progress) {
  const auto named = thing_in(home, request, progress, promising_kinds);
  if (!named) return Fail<Fault>{named.error()};
  auto promises = promises_of(named->entries);
  auto view = promises.promise(named->link);
  if (!view)
    return refuse("no_promise", "That is no promise; `kith promises` shows those that you hear.");
  return NamedPromise{named->talk, std::move(promises), std::move(*view)};
}

Answer turn(OpenHome& home, const Json& request, const Progress& progress, kinds::Turn body) {
  auto named = promise_in(home, request, progress);
  if (!named) return Fail<Fault>{named.error()};
  const auto& view = named->view;
  if (view.author != home.node().person()) {
    return refuse("not_mine", "Only " + name_of(home, view.author) +
                                  ", who promised it, says what becomes of it.");
  }
  body.promise = view.link;
  body.words = optional_text(request, "words");
  body.instead = named->promises.earlier_turns(view.link);
  if (body.turning == static_cast<std::uint64_t>(Turning::changed)) {
    // A change gives all of what is promised now.
    if (!view.now.empty()) {
      if (!body.text) body.text = view.now.back().text;
      if (!request.contains("by")) body.by = view.now.back().by;
    }
  } else if (!view.is_open()) {
    return refuse("promise_closed",
                  "That promise is not open: you took it back, or said that it is done.");
  }
  node::Saying saying{"", {reference_of(view.link)}, std::nullopt, std::move(body)};
  auto said = speak(home, named->talk, saying);
  if (!said) return said;
  const auto after = promise_in(home, request, progress);
  if (!after) return Fail<Fault>{after.error()};
  (*said)["promise"] = promise_json(home, after->talk, after->view);
  return said;
}

// To whom I promised it may not hear me there any more, nor what becomes of it.
void add_who_hears_me(OpenHome& home, node::CircleNumber talk, Json& persons) {
  const auto hear = home.node().hearers_of(talk, {}, home.now());
  for (auto& one : persons) {
    const bool hears = hear && std::ranges::any_of(hear->persons, [&](const PersonId& person) {
                         return to_hex(person.view()) == one.at("person");
                       });
    one["hears_you"] = hears;
  }
}

kinds::Turn turn_to(Turning what) { return {{}, static_cast<std::uint64_t>(what), {}, {}, {}, {}}; }

}  // namespace

Json promise_json(OpenHome& home, node::CircleNumber talk, const kinds::PromiseView& view) {
  auto json = said_json(home, talk, view.link, view.author, view.time);
  const auto now = view.now.empty() ? kinds::Promise{} : view.now.back();
  const auto& me = home.node().person();
  const bool for_me = std::ranges::binary_search(now.to, me);
  json["text"] = view.now.empty() ? Json(nullptr) : Json(now.text);
  json["wanted"] = view.now.empty() && is_wanted(home, view.link);
  json["for"] = Drawing{home, talk}.people_json(now.to);
  if (view.author == me) add_who_hears_me(home, talk, json["for"]);
  json["for_you"] = view.author != me && (now.to.empty() || for_me);
  json["by"] = time_json(now.by);
  json["went_by"] = now.by && *now.by < home.now();
  json["tags"] = now.tags;
  json["open"] = view.is_open();
  json["two_stories"] = view.forked;
  json["now"] = Json::array();  // several where devices changed it apart
  for (const auto& one : view.now) {
    json["now"].push_back({{"text", one.text}, {"by", time_json(one.by)}});
  }
  json["asks"] = Json::array();
  for (const auto& link : view.asks) json["asks"].push_back(about_json(home, reference_of(link)));
  json["turns"] = Json::array();
  for (const auto& one : view.turns) {
    json["turns"].push_back({{"id", id_of(one.link)},
                             {"turning", turning_text(one.turn.turning)},
                             {"stands", one.stands},
                             {"words", or_null(one.turn.words)},
                             {"text", or_null(one.turn.text)},
                             {"by", time_json(one.turn.by)},
                             {"time", to_text(one.time)}});
  }
  return json;
}

Outcome<std::shared_ptr<const kinds::KeptPromises>> promises_in(OpenHome& home,
                                                                node::CircleNumber talk) {
  auto kept = home.kept_views().of<kinds::KeptPromises>(home.node(), talk);
  if (!kept) return Fail<Fault>{fault_of(kept.error())};
  return std::move(*kept);
}

Answer ask(OpenHome& home, const Json& request, const Progress&) {
  return say_wish<kinds::Ask>(home, request, "of");
}

Answer promise(OpenHome& home, const Json& request, const Progress&) {
  return say_wish<kinds::Promise>(home, request, "for");
}

Answer renegotiate(OpenHome& home, const Json& request, const Progress& progress) {
  auto body = turn_to(Turning::changed);
  body.text = optional_text(request, "text");
  if (!body.text && !request.contains("by")) {
    return refuse("say_what_changes", "Say what changes: what is promised from now on, or by when.",
                  Status::wrong_usage);
  }
  // "none": from now on with no day.
  if (text_in(request, "by") != "none") {
    const auto by = end_in(request, "by");
    if (!by) return Fail<Fault>{by.error()};
    body.by = *by;
  }
  return turn(home, request, progress, std::move(body));
}

Answer withdraw(OpenHome& home, const Json& request, const Progress& progress) {
  return turn(home, request, progress, turn_to(Turning::withdrawn));
}

Answer kept(OpenHome& home, const Json& request, const Progress& progress) {
  return turn(home, request, progress, turn_to(Turning::kept));
}

Answer asks(OpenHome& home, const Json& request, const Progress& progress) {
  const auto talks = talks_asked(home, request, progress);
  if (!talks) return Fail<Fault>{talks.error()};
  auto list = Json::array();
  for (const auto talk : *talks) {
    const auto all = promises_in(home, talk);
    if (!all) return Fail<Fault>{all.error()};
    const Drawing drawing{home, talk};
    for (const auto& [place, view] : (*all)->asks().all()) {
      if (!drawing.muted(view.author)) list.push_back(ask_json(home, talk, view, (*all)->fold()));
    }
  }
  return list;
}

Answer promises(OpenHome& home, const Json& request, const Progress& progress) {
  const auto talks = talks_asked(home, request, progress);
  if (!talks) return Fail<Fault>{talks.error()};
  auto list = Json::array();
  for (const auto talk : *talks) {
    const auto all = promises_in(home, talk);
    if (!all) return Fail<Fault>{all.error()};
    const Drawing drawing{home, talk};
    for (const auto& [place, view] : (*all)->promises().all()) {
      if (!drawing.muted(view.author)) list.push_back(promise_json(home, talk, view));
    }
  }
  return list;
}

}  // namespace kith::service
