#include "service/event_json.hpp"

#include <array>
#include <span>
#include <tuple>

#include "base/limits.hpp"
#include "service/civil_time.hpp"
#include "service/drawing.hpp"
#include "service/entry_json.hpp"
#include "service/event_fields.hpp"
#include "service/thing_text.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

constexpr std::size_t next_times = 4;  // of what repeats, with the very next
constexpr std::array attendings{"yes", "perhaps", "no"};

template <class Time>
Json text_or_null(const std::optional<Time>& time) {
  return time ? Json(to_text(*time)) : Json(nullptr);
}

// Of whole days, a day alone.
Json civil_json(const kinds::Event& event, kinds::CivilTime time) {
  return event.zone ? to_text(time) : to_text(kinds::day_of(time));
}

// Of whole days, the last of them; null where it has no end.
Json end_json(const kinds::Event& event, const std::optional<kinds::CivilTime>& end) {
  if (!event.until || !end) return nullptr;
  return civil_json(event, {event.zone ? end->seconds : end->seconds - kinds::day_seconds});
}

Json takes_json(const kinds::Event& event, const Takes& takes) {
  return {{"day", to_text(kinds::day_of(takes.begin))},
          {"at", civil_json(event, takes.begin)},
          {"until", end_json(event, takes.end)},
          {"starts", text_or_null(takes.begins)},
          {"ends", text_or_null(takes.ends)}};
}

// The moments of its first time, where its clock is known here.
void put_moments(Json& json, const kinds::Event& event) {
  json["starts"] = nullptr;
  json["ends"] = nullptr;
  if (!event.zone || !zone_named(*event.zone)) return;
  json["starts"] = text_or_null(moment_of(event.at, *event.zone));
  if (event.until) json["ends"] = text_or_null(moment_of(*event.until, *event.zone));
}

// When, where and what, as its author put it.
void put_event(Json& json, const kinds::Event& event) {
  put_moments(json, event);
  json["at"] = civil_json(event, event.at);
  json["until"] = end_json(event, event.until);
  json["zone"] = or_null(event.zone);
  json["zone_known"] = !event.zone || zone_named(*event.zone).has_value();
  json["whole_days"] = !event.zone.has_value();
  json["where"] = or_null(event.where);
  json["bring"] = event.bring;
  json["repeat"] = or_null(event.repeat);
  json["repeat_known"] = !event.repeat || kinds::recurrence_of(*event.repeat).has_value();
  json["text"] = or_null(event.text);
}

// The newest, as many as are shown.
template <class Word>
std::span<const Word> newest(const std::vector<Word>& words) {
  return std::span{words}.last(std::min(words.size(), limits::event_words_shown_max));
}

Json turns_json(const kinds::EventView& view) {
  auto turns = Json::array();
  for (const auto& one : newest(view.turns)) {
    turns.push_back({{"id", id_of(one.link)},
                     {"turning", event_turning_text(one.turn.turning)},
                     {"stands", one.stands},
                     {"words", or_null(one.turn.words)},
                     {"day", text_or_null(one.turn.day)},
                     {"time", to_text(one.time)}});
    if (!one.turn.now) continue;
    turns.back()["title"] = one.turn.now->title;
    put_event(turns.back(), *one.turn.now);
  }
  return turns;
}

bool is_elsewhere_or_else_when(const kinds::Event& before, const kinds::Event& after) {
  const auto place = [](const kinds::Event& event) {
    return std::tie(event.at, event.zone, event.until, event.repeat, event.where);
  };
  return place(before) != place(after);
}

// When its author moved it last, as they claim.
std::optional<WallTime> moved_last(const kinds::EventView& view) {
  std::optional<WallTime> last;
  auto before = view.body;
  for (const auto& one : view.turns) {
    if (!one.turn.now) continue;
    if (!before || is_elsewhere_or_else_when(*before, *one.turn.now)) last = one.time;
    before = one.turn.now;
  }
  return last;
}

// How many words of each person come before the newest that are shown of theirs.
std::map<PersonId, std::size_t> earlier_of(const kinds::EventView& view) {
  std::map<PersonId, std::size_t> words;
  for (const auto& one : view.coming) ++words[one.author];
  for (auto& [person, count] : words) count -= std::min(count, limits::event_words_shown_max);
  return words;
}

void put_coming(Json& event, OpenHome& home, node::CircleNumber talk,
                const kinds::EventView& view) {
  auto coming = Json::array();
  std::size_t more = 0;
  const Drawing drawing{home, talk};
  const auto moved = moved_last(view);
  auto earlier = earlier_of(view);
  for (const auto& one : view.coming) {
    if (drawing.muted(one.author)) continue;
    if (auto& left = earlier[one.author]; left > 0) {
      --left;
      ++more;
      continue;
    }
    auto json = named_json(home, one.author);
    json["id"] = id_of(one.link);
    json["me"] = one.author == home.node().person();
    json["coming"] = attending_text(one.coming.attending);
    json["words"] = or_null(one.coming.words);
    json["day"] = text_or_null(one.coming.day);
    json["time"] = to_text(one.time);
    json["before_it_moved"] = moved && one.time < *moved;
    coming.push_back(std::move(json));
  }
  event["coming"] = std::move(coming);
  event["coming_more"] = more;
}

// The last of them: most of many are over.
void put_last_days_off(Json& event, const std::vector<kinds::CivilDay>& days) {
  event["days_off"] = Json::array();
  for (const auto& day : newest(days)) event["days_off"].push_back(to_text(day));
}

}  // namespace

std::string attending_text(std::uint64_t attending) {
  return attending < attendings.size() ? attendings[attending]
                                       : "answer " + std::to_string(attending);
}

std::optional<kinds::Attending> attending_of(std::string_view text) {
  for (std::size_t i = 0; i < attendings.size(); ++i) {
    if (text == attendings[i]) return static_cast<kinds::Attending>(i);
  }
  return std::nullopt;
}

std::optional<kinds::Event> event_now(const kinds::EventView& view) {
  // Those of `now` stand in the order of their links; the last changed stands last among turns.
  for (auto turned = view.turns.rbegin(); turned != view.turns.rend(); ++turned) {
    const auto& event = turned->turn.now;
    if (event && std::ranges::count(view.now, *event) != 0) return event;
  }
  if (view.now.empty()) return std::nullopt;
  return view.now.back();
}

std::vector<Takes> coming_up(const kinds::Event& event,
                             const std::vector<kinds::CivilDay>& days_off, WallTime now,
                             std::size_t most, kinds::RuleLooks& looks) {
  const auto own = own_zone().value_or("Etc/UTC");
  const auto zone = event.zone && zone_named(*event.zone) ? *event.zone : own;
  const auto there = civil_of(now, zone);
  if (!there) return {};
  std::vector<Takes> all;
  for (const auto begin :
       kinds::occurrences(event, *there, most, days_off, rule_end_of(event, zone), looks)) {
    const auto end = kinds::end_of(event, begin);
    all.push_back({begin, end, std::nullopt, std::nullopt});
    if (event.zone && event.zone != zone) continue;  // a clock that is not known here
    all.back().begins = moment_of(begin, zone);
    all.back().ends = moment_of(end, zone);
  }
  return all;
}

Json event_fields_json(const kinds::Event& event) {
  Json json{{"title", event.title}};
  put_event(json, event);
  return json;
}

Json event_json(OpenHome& home, node::CircleNumber talk, const kinds::EventView& view,
                LooksLeft& looks) {
  Json json{{"id", id_of(view.link)}};
  json.update(talk_json(home, talk));
  json["author"] = name_of(home, view.author);
  json["author_id"] = to_hex(view.author.view());
  json["mine"] = view.author == home.node().person();
  json["time"] = to_text(view.time);
  json["two_stories"] = view.forked;
  json["changed_apart"] = view.now.size() > 1;
  const auto event = event_now(view);
  json["title"] = event ? Json(event->title) : Json(nullptr);
  json["wanted"] = !event && is_wanted(home, view.link);
  json["called_off"] = view.is_called_off();
  const auto days_off = view.days_off();
  put_last_days_off(json, days_off);
  if (event) {
    put_event(json, *event);
    auto& of_author = looks[view.author];
    const auto next = coming_up(*event, days_off, home.now(), next_times, of_author);
    json["next_known"] = !next.empty() || !event->repeat || of_author.left > 0;
    json["next"] = next.empty() ? Json(nullptr) : takes_json(*event, next.front());
    json["then"] = Json::array();
    for (std::size_t i = 1; i < next.size(); ++i) {
      json["then"].push_back(takes_json(*event, next[i]));
    }
  }
  put_coming(json, home, talk, view);
  json["turns"] = turns_json(view);
  json["turns_more"] = view.turns.size() - json["turns"].size();
  return json;
}

}  // namespace kith::service
