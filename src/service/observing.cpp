#include "service/observing.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <limits>
#include <map>

#include "base/limits.hpp"
#include "kinds/pattern.hpp"
#include "service/drawing.hpp"
#include "service/fields.hpp"
#include "service/promising.hpp"
#include "service/thing_named.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

using kinds::KindNumber;
using kinds::Went;

constexpr std::array how_texts{"came through", "late", "partly", "not", "we changed it"};
constexpr std::array how_words{"came-through", "late", "partly", "not", "changed"};

std::string how_text(std::uint64_t went) {
  return went < how_texts.size() ? how_texts[went] : "note " + std::to_string(went);
}

std::optional<std::uint64_t> how_of(std::string_view text) {
  for (std::size_t i = 0; i < how_texts.size(); ++i) {
    if (text == how_texts[i] || text == how_words[i]) return i;
  }
  return std::nullopt;
}

struct Note {
  kinds::Seen seen;
  kinds::Observation body;
};

Outcome<std::vector<kinds::Seen>> own_things(OpenHome& home, KindNumber kind) {
  auto& node = home.node();
  if (const auto ready = home.place_all(); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const auto circle = node.strands().number_of(node.identity().self_circle);
  if (!circle) return std::vector<kinds::Seen>{};
  const std::array kinds{kind};
  auto found = things_of(home).of_kinds(*circle, kinds);
  if (!found) return Fail<Fault>{fault_of(found.error())};
  // Only my own logs are in it; who else wrote there means nothing.
  std::erase_if(*found, [&](const kinds::Seen& seen) { return seen.author != node.person(); });
  return std::move(*found);
}

bool is_old(OpenHome& home, WallTime at) { return home.now() - at >= limits::observation_age_max; }

Outcome<void> forget_note(OpenHome& home, const kinds::Seen& seen) {
  const auto key = entry_named(home, to_hex(seen.link.view()));
  if (!key) return Fail<Fault>{key.error()};
  const auto done = home.carry_out(home.node().forget(*key, home.now()));
  if (!done) return Fail<Fault>{done.error()};
  return {};
}

// What is older than two years goes; it is told and counted no more, whether it went or not.
Outcome<std::vector<Note>> split_old(OpenHome& home, std::vector<kinds::Seen>& old) {
  const auto found = own_things(home, KindNumber::observation);
  if (!found) return Fail<Fault>{found.error()};
  std::vector<Note> notes;
  for (const auto& seen : *found) {
    const auto* body = seen.body ? std::get_if<kinds::Observation>(&*seen.body) : nullptr;
    if (body == nullptr) continue;
    if (is_old(home, body->at)) {
      old.push_back(seen);
    } else {
      notes.push_back({seen, *body});
    }
  }
  std::ranges::sort(notes, {}, [](const Note& note) {
    return std::pair{note.body.at, note.seen.link};
  });
  return notes;
}

Outcome<void> forget_notes(OpenHome& home, const std::vector<kinds::Seen>& all) {
  for (const auto& seen : all) {
    if (const auto gone = forget_note(home, seen); !gone) return gone;
  }
  return {};
}

// Whenever notes are looked at, and today. Where there is no room to write that an old one went, it
// goes another time: nobody has to do without what they came to see.
Outcome<std::vector<Note>> notes_of(OpenHome& home) {
  std::vector<kinds::Seen> old;
  auto notes = split_old(home, old);
  if (notes) (void)forget_notes(home, old);
  return notes;
}

// Switched on until it is switched off.
Outcome<bool> is_observing(OpenHome& home) {
  const auto found = own_things(home, KindNumber::observing);
  if (!found) return Fail<Fault>{found.error()};
  std::pair<WallTime, Link> newest{};
  bool on = true;
  for (const auto& seen : *found) {
    const auto* body = seen.body ? std::get_if<kinds::Observing>(&*seen.body) : nullptr;
    const std::pair at{seen.time, seen.link};
    if (body == nullptr || at < newest) continue;
    newest = at;
    on = body->on;
  }
  return on;
}

Json note_json(OpenHome& home, const Note& note) {
  auto json = named_json(home, note.body.person);
  json["id"] = id_of(note.seen.link);
  json["went"] = how_text(note.body.went);
  json["at"] = to_text(note.body.at);
  json["tags"] = note.body.tags;
  json["promise"] = note.body.promise ? Json(to_hex(note.body.promise->view())) : Json(nullptr);
  json["promised"] = note.body.promised ? Json(to_text(*note.body.promised)) : Json(nullptr);
  return json;
}

std::string weekday_of(const kinds::Observation& note) {
  constexpr std::array days{"Sunday",   "Monday", "Tuesday", "Wednesday",
                            "Thursday", "Friday", "Saturday"};
  const auto seconds = static_cast<std::time_t>(note.at.micros / 1'000'000);
  std::tm parts{};
  if (localtime_r(&seconds, &parts) == nullptr) return "unknown";
  return days[static_cast<std::size_t>(parts.tm_wday)];
}

std::string notice_of(const kinds::Observation& note) {
  if (!note.promised) return "unknown";
  const auto notice = note.at - *note.promised;
  if (notice < std::chrono::hours{24}) return "less than a day";
  return notice < std::chrono::hours{7 * 24} ? "less than a week" : "a week or more";
}

std::vector<std::string> tags_of(const kinds::Observation& note) {
  return note.tags.empty() ? std::vector<std::string>{""} : note.tags;
}

Json group_json(const kinds::PatternGroup& group) {
  auto strip = Json::array();
  for (const auto& note : group.strip) {
    strip.push_back({{"at", to_text(note.at)}, {"went", how_text(note.went)}});
  }
  Json json{{"group", group.name},
            {"came_through", group.came_through},
            {"of", group.of},
            {"strip", std::move(strip)},
            {"next", nullptr}};
  // One note is too little to say more.
  if (group.of > 1) {
    json["next"] = {
        {"of", kinds::next_promises}, {"low", group.expected.low}, {"high", group.expected.high}};
  }
  return json;
}

Json groups_json(OpenHome& home, const std::vector<kinds::Noted>& noted) {
  auto list = Json::array();
  for (const auto& group : kinds::pattern_of(noted, home.now())) {
    list.push_back(group_json(group));
  }
  return list;
}

template <class GroupsOf>
std::vector<kinds::Noted> grouped(const std::vector<Note>& notes, const GroupsOf& groups_of) {
  std::vector<kinds::Noted> noted;
  for (const auto& note : notes) {
    for (const auto& group : groups_of(note.body)) {
      noted.push_back({group, note.body.at, note.body.went});
    }
  }
  return noted;
}

std::vector<Note> notes_about(const std::vector<Note>& notes, const PersonId& person) {
  std::vector<Note> found;
  std::ranges::copy_if(notes, std::back_inserter(found),
                       [&](const Note& note) { return note.body.person == person; });
  return found;
}

// What a promise says of itself, in the place of what was not typed.
Outcome<void> take_from_promise(OpenHome& home, const Json& request, kinds::Observation& note) {
  const auto key = entry_named(home, text_in(request, "id"));
  if (!key) return Fail<Fault>{key.error()};
  auto& node = home.node();
  const auto all = promises_in(home, node.strands().strand(key->strand).circle);
  if (!all) return Fail<Fault>{all.error()};
  const auto link = node.opener().link_of(*key);
  const auto view = link ? (*all)->fold().promise(*link) : std::nullopt;
  if (!view)
    return refuse("no_promise", "That is no promise; `kith promises` shows those that you hear.");
  if (view->author == node.person()) {
    return refuse("own_promise",
                  "That is a promise of your own; `kith kept` says that it is done.");
  }
  note.person = view->author;
  note.promise = reference_of(view->link);
  note.promised = view->time;
  if (view->now.empty()) return {};
  note.tags = view->now.back().tags;
  // A day that is yet to come is no day on which it went somehow, nor is one before it was given:
  // by that, whoever promises would choose that notes on it go at once.
  if (view->now.back().by) {
    note.at = std::min(note.at, std::max(*view->now.back().by, view->time));
  }
  if (is_old(home, note.at)) note.at = home.now();
  return {};
}

Outcome<kinds::Observation> observation_in(OpenHome& home, const Json& request) {
  const auto typed = needed(request, "went");
  if (!typed) return Fail<Fault>{typed.error()};
  const auto went = how_of(*typed);
  if (!went) {
    return refuse("wrong_request",
                  "How it went is one of: came-through, late, partly, not, changed.",
                  Status::wrong_usage);
  }
  kinds::Observation note{{}, *went, home.now(), {}, {}, {}};
  if (request.contains("id")) {
    const auto taken = take_from_promise(home, request, note);
    if (!taken) return Fail<Fault>{taken.error()};
  } else {
    const auto person = person_in(home, request);
    if (!person) return Fail<Fault>{person.error()};
    note.person = *person;
  }
  if (request.contains("tags")) {
    auto tags = tags_in(request);
    if (!tags) return Fail<Fault>{tags.error()};
    note.tags = std::move(*tags);
  }
  const auto at = time_in(request, "at");
  if (!at) return Fail<Fault>{at.error()};
  if (*at) note.at = **at;
  const auto now = home.now();
  if (note.at - now >= std::chrono::days{1}) {
    return refuse("not_yet", "That day is yet to come; note how it went once it is there.");
  }
  if (is_old(home, note.at)) {
    return refuse(
        "two_years",
        "That is two years ago or more, and notes go after two years; nothing was noted.");
  }
  note.at = std::min(note.at, now);  // today is meant, which began elsewhere, or ends later
  return note;
}

}  // namespace

Answer observe(OpenHome& home, const Json& request, const Progress&) {
  const auto on = is_observing(home);
  if (!on) return Fail<Fault>{on.error()};
  if (!*on)
    return refuse("no_notes", "You keep no such notes; `kith observing --on` begins again.");
  const auto note = observation_in(home, request);
  if (!note) return Fail<Fault>{note.error()};
  const auto earlier = notes_of(home);
  if (!earlier) return Fail<Fault>{earlier.error()};
  const auto kept = home.carry_out(home.node().keep(*note, home.now()));
  if (!kept) return Fail<Fault>{kept.error()};
  // One promise counts once, as it is noted last.
  for (const auto& one : *earlier) {
    if (!note->promise || one.body.promise != note->promise) continue;
    if (const auto gone = forget_note(home, one.seen); !gone) return Fail<Fault>{gone.error()};
  }
  auto json = named_json(home, note->person);
  json["went"] = how_text(note->went);
  json["at"] = to_text(note->at);
  json["tags"] = note->tags;
  return json;
}

Answer pattern(OpenHome& home, const Json& request, const Progress&) {
  const auto person = person_in(home, request);
  if (!person) return Fail<Fault>{person.error()};
  const auto all = notes_of(home);
  if (!all) return Fail<Fault>{all.error()};
  const auto notes = notes_about(*all, *person);
  const auto one = [](auto group_of) {
    return [group_of](const kinds::Observation& note) { return std::array{group_of(note)}; };
  };
  auto json = named_json(home, *person);
  json["notes"] = notes.size();
  json["by_tag"] = groups_json(home, grouped(notes, tags_of));
  json["by_weekday"] = groups_json(home, grouped(notes, one(weekday_of)));
  json["by_notice"] = groups_json(home, grouped(notes, one(notice_of)));
  return json;
}

Answer came_through(OpenHome& home, const Json& request, const Progress&) {
  const auto tag = needed(request, "tag");
  if (!tag) return Fail<Fault>{tag.error()};
  const auto all = notes_of(home);
  if (!all) return Fail<Fault>{all.error()};
  std::map<std::pair<std::string, PersonId>, Json> people;
  for (const auto& note : *all) {
    if (std::ranges::count(note.body.tags, *tag) == 0) continue;
    const auto& person = note.body.person;
    auto& json = people[{name_of(home, person), person}];
    if (!json.is_null()) continue;
    json = named_json(home, person);
    for (const auto& group :
         kinds::pattern_of(grouped(notes_about(*all, person), tags_of), home.now())) {
      if (group.name == *tag) json.update(group_json(group));
    }
  }
  auto list = Json::array();
  for (auto& [name, json] : people) list.push_back(std::move(json));
  return list;
}

Answer observing(OpenHome& home, const Json& request, const Progress&) {
  if (request.contains("on")) {
    const kinds::Observing body{flag_in(request, "on")};
    const auto kept = home.carry_out(home.node().keep(body, home.now()));
    if (!kept) return Fail<Fault>{kept.error()};
  }
  const auto on = is_observing(home);
  if (!on) return Fail<Fault>{on.error()};
  const auto notes = notes_of(home);
  if (!notes) return Fail<Fault>{notes.error()};
  auto of_promises = Json::array();
  for (const auto& note : *notes) {
    if (!note.body.promise) continue;
    of_promises.push_back(
        {{"promise", to_hex(note.body.promise->view())}, {"went", how_text(note.body.went)}});
  }
  return Json{{"on", *on}, {"notes", notes->size()}, {"of_promises", std::move(of_promises)}};
}

Answer wipe_notes(OpenHome& home, const Json& request, const Progress&) {
  std::optional<PersonId> person;
  if (request.contains("person")) {
    const auto named = person_in(home, request);
    if (!named) return Fail<Fault>{named.error()};
    person = *named;
  }
  std::vector<kinds::Seen> old;
  const auto notes = split_old(home, old);
  if (!notes) return Fail<Fault>{notes.error()};
  if (const auto gone = forget_notes(home, old); !gone) return Fail<Fault>{gone.error()};
  std::size_t wiped = 0;
  for (const auto& note : *notes) {
    if (person && note.body.person != *person) continue;
    if (const auto gone = forget_note(home, note.seen); !gone) return Fail<Fault>{gone.error()};
    ++wiped;
  }
  return Json{{"wiped", wiped}};
}

Outcome<void> let_old_notes_go(OpenHome& home) {
  const auto notes = notes_of(home);
  if (!notes) return Fail<Fault>{notes.error()};
  return {};
}

Outcome<Json> notes_json(OpenHome& home) {
  const auto notes = notes_of(home);
  if (!notes) return Fail<Fault>{notes.error()};
  auto list = Json::array();
  for (const auto& note : *notes) list.push_back(note_json(home, note));
  return list;
}

}  // namespace kith::service
