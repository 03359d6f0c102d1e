#include "service/events.hpp"

#include <algorithm>
#include <array>

#include "service/civil_time.hpp"
#include "service/drawing.hpp"
#include "service/event_fields.hpp"
#include "service/event_json.hpp"
#include "service/fields.hpp"
#include "service/talk.hpp"
#include "service/thing_named.hpp"
#include "service/thing_text.hpp"

namespace kith::service {
namespace {

using kinds::EventTurning;
using kinds::KindNumber;

constexpr std::array event_kinds{KindNumber::event, KindNumber::event_turn, KindNumber::coming};
constexpr std::chrono::days soon{14};

kinds::Events events_of(const std::vector<kinds::Seen>& entries) {
  kinds::Events events;
  for (const auto& seen : entries) events.add(seen);
  return events;
}

// An event that a request names, and all that belongs to it.
struct NamedEvent {
  node::CircleNumber talk;
  kinds::Events events;
  kinds::EventView view;
};

Outcome<NamedEvent> event_in(OpenHome& home, const Json& request, const Progress& progress) {
  const auto named = thing_in(home, request, progress, event_kinds);
  if (!named) return Fail<Fault>{named.error()};
  auto events = events_of(named->entries);
  auto view = events.view(named->link);
  if (!view)
    return refuse("no_event", "That is no event; `kith events` shows those that you hear.");
  return NamedEvent{named->talk, std::move(events), std::move(*view)};
}

Outcome<NamedEvent> own_event_in(OpenHome& home, const Json& request, const Progress& progress) {
  auto named = event_in(home, request, progress);
  if (named && named->view.author != home.node().person()) {
    return refuse(
        "not_mine",
        "Only " + name_of(home, named->view.author) +
            ", who brought it, changes it or calls it off; `kith coming` says whether you "
            "come.");
  }
  return named;
}

// Says a word on it; the answer holds the event as it is then.
Answer speak_of(OpenHome& home, const Json& request, const Progress& progress,
                const NamedEvent& named, kinds::Body word) {
  auto to = people_in(home, request, "to");
  if (!to) return Fail<Fault>{to.error()};
  const node::Saying saying{"", {reference_of(named.view.link)}, std::move(*to), std::move(word)};
  auto said = speak(home, named.talk, saying);
  if (!said) return said;
  const auto after = event_in(home, request, progress);
  if (!after) return Fail<Fault>{after.error()};
  LooksLeft looks;
  (*said)["event"] = event_json(home, after->talk, after->view, looks);
  return said;
}

// {"on": DAY}: one that the event takes place on.
Outcome<std::optional<kinds::CivilDay>> day_in(const Json& request, const kinds::EventView& view) {
  if (!request.contains("on")) return std::optional<kinds::CivilDay>{};
  const auto typed = typed_time(text_in(request, "on"));
  if (!typed || !typed->whole_day) {
    return refuse("bad_time", "\"" + text_in(request, "on") + "\" is not a day; write 2026-12-05.",
                  Status::wrong_usage);
  }
  const auto day = kinds::day_of(typed->civil);
  const auto event = event_now(view);
  if (event && !takes_place_on(*event, day)) {
    return refuse("not_that_day", "It does not take place on " + to_text(day) + ".");
  }
  return std::optional{day};
}

std::string begins(const Json& event) {
  const bool over = !event.contains("next") || event.at("next").is_null();
  if (over) return "~" + event.value("at", std::string{});
  const auto& starts = event.at("next").at("starts");
  return (starts.is_null() ? event.at("next").at("at") : starts).get<std::string>();
}

}  // namespace

void sort_events(Json& events) {
  std::stable_sort(events.begin(), events.end(),
                   [](const Json& one, const Json& other) { return begins(one) < begins(other); });
}

Outcome<std::shared_ptr<const kinds::KeptEvents>> events_in(OpenHome& home,
                                                            node::CircleNumber talk) {
  auto kept = home.kept_views().of<kinds::KeptEvents>(home.node(), talk);
  if (!kept) return Fail<Fault>{fault_of(kept.error())};
  return std::move(*kept);
}

Outcome<Json> events_coming_up(OpenHome& home, node::CircleNumber talk) {
  const auto all = events_in(home, talk);
  if (!all) return Fail<Fault>{all.error()};
  const Drawing drawing{home, talk};
  const auto now = home.now();
  auto list = Json::array();
  LooksLeft looks;
  for (const auto& [place, view] : (*all)->events().all()) {
    const auto event = event_now(view);
    if (!event || view.is_called_off() || drawing.muted(view.author)) continue;
    const auto next = coming_up(*event, view.days_off(), now, 1, looks[view.author]);
    const bool near = !next.empty() && next.front().begins && *next.front().begins - now <= soon;
    if (near) list.push_back(event_json(home, talk, view, looks));
  }
  sort_events(list);
  return list;
}

Answer event(OpenHome& home, const Json& request, const Progress&) {
  const auto talk = talk_in(home, request);
  if (!talk) return Fail<Fault>{talk.error()};
  if (const auto title = needed(request, "title"); !title) return Fail<Fault>{title.error()};
  if (const auto at = needed(request, "at"); !at) return Fail<Fault>{at.error()};
  auto body = event_of(request, {});
  if (!body) return Fail<Fault>{body.error()};
  auto to = people_in(home, request, "to");
  if (!to) return Fail<Fault>{to.error()};
  return speak(home, *talk, {"", {}, std::move(*to), std::move(*body)});
}

Answer event_change(OpenHome& home, const Json& request, const Progress& progress) {
  const auto named = own_event_in(home, request, progress);
  if (!named) return Fail<Fault>{named.error()};
  const auto now = event_now(named->view);
  if (!now)
    return refuse("nothing_left", "Nothing is left of it here to be changed; bring it anew.");
  auto body = event_of(request, *now);
  if (!body) return Fail<Fault>{body.error()};
  // What was called off takes place after all, and of several versions that stand side by side one
  // is left, by a change that says it again.
  if (*body == *now && named->view.now.size() == 1 && !named->view.is_called_off()) {
    return refuse("no_change", "Nothing of it would change; say what is to be otherwise.",
                  Status::wrong_usage);
  }
  return speak_of(
      home, request, progress, *named,
      kinds::EventTurn{named->view.link, static_cast<std::uint64_t>(EventTurning::changed),
                       optional_text(request, "words"),
                       named->events.earlier_turns(named->view.link, std::nullopt),
                       std::move(*body), std::nullopt});
}

Answer call_off(OpenHome& home, const Json& request, const Progress& progress) {
  const auto named = own_event_in(home, request, progress);
  if (!named) return Fail<Fault>{named.error()};
  const auto day = day_in(request, named->view);
  if (!day) return Fail<Fault>{day.error()};
  const auto off = named->view.days_off();
  const bool that_day = *day && std::ranges::binary_search(off, **day);
  if (named->view.is_called_off() || that_day)
    return refuse("called_off", "You called it off already.");
  return speak_of(
      home, request, progress, *named,
      kinds::EventTurn{named->view.link, static_cast<std::uint64_t>(EventTurning::called_off),
                       optional_text(request, "words"),
                       named->events.earlier_turns(named->view.link, *day), std::nullopt, *day});
}

Answer coming(OpenHome& home, const Json& request, const Progress& progress) {
  const auto typed = needed(request, "coming");
  if (!typed) return Fail<Fault>{typed.error()};
  const auto attending = attending_of(*typed);
  if (!attending) {
    return refuse("wrong_request", "Whether you come is one of: yes, perhaps, no.",
                  Status::wrong_usage);
  }
  const auto named = event_in(home, request, progress);
  if (!named) return Fail<Fault>{named.error()};
  const auto day = day_in(request, named->view);
  if (!day) return Fail<Fault>{day.error()};
  const auto& me = home.node().person();
  return speak_of(home, request, progress, *named,
                  kinds::Coming{named->view.link, static_cast<std::uint64_t>(*attending),
                                optional_text(request, "words"),
                                named->events.earlier_coming(named->view.link, me, *day), *day});
}

Answer events(OpenHome& home, const Json& request, const Progress& progress) {
  const auto talks = talks_asked(home, request, progress);
  if (!talks) return Fail<Fault>{talks.error()};
  auto list = Json::array();
  LooksLeft looks;
  for (const auto talk : *talks) {
    const auto all = events_in(home, talk);
    if (!all) return Fail<Fault>{all.error()};
    const Drawing drawing{home, talk};
    for (const auto& [place, view] : (*all)->events().all()) {
      if (!drawing.muted(view.author)) list.push_back(event_json(home, talk, view, looks));
    }
  }
  sort_events(list);
  return list;
}

}  // namespace kith::service
