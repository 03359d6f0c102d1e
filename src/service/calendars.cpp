#include "service/calendars.hpp"

#include <set>

#include "host/disk.hpp"
#include "service/calendar_file.hpp"
#include "service/civil_time.hpp"
#include "service/drawing.hpp"
#include "service/event_fields.hpp"
#include "service/event_json.hpp"
#include "service/events.hpp"
#include "service/fields.hpp"
#include "service/file_text.hpp"
#include "service/talk.hpp"

namespace kith::service {
namespace {

Outcome<std::vector<node::CircleNumber>> talks_of(OpenHome& home, const Json& request) {
  if (!request.contains("circle")) return all_talks(home);
  const auto talk = talk_in(home, request);
  if (!talk) return Fail<Fault>{talk.error()};
  return std::vector{*talk};
}

Outcome<void> write_calendar(const std::string& path, const std::string& text) {
  const auto done = host::write_new(path, as_bytes(text));
  if (done) return {};
  if (done.error() == host::DiskError::exists) {
    return refuse("file_exists",
                  "\"" + path + "\" is there already, and a calendar never replaces a file.");
  }
  return refuse(
      "not_written",
      "\"" + path + "\" could not be written; check its folder and the room on its disk.");
}

Json left_out_json(const std::vector<LeftOut>& left_out) {
  auto list = Json::array();
  for (const auto& one : left_out) list.push_back({{"title", one.title}, {"why", one.why}});
  return list;
}

// Says it, and what of it was called off; what is left of a failed import is said with it.
Outcome<void> bring_event(OpenHome& home, node::CircleNumber talk, const Dated& dated) {
  const auto said =
      home.carry_out(home.node().say(talk, {"", {}, std::nullopt, dated.event}, home.now()));
  if (!said) return Fail<Fault>{said.error()};
  auto days =
      std::vector<std::optional<kinds::CivilDay>>(dated.days_off.begin(), dated.days_off.end());
  if (dated.called_off) days.emplace_back();
  // To whom the event went; it is not indexed yet, so that what hears it is not looked up by it.
  std::vector<PersonId> to;
  for (const auto& hearer : said->audience) to.push_back(hearer.person);
  for (const auto& day : days) {
    const kinds::EventTurn turn{
        said->link,   static_cast<std::uint64_t>(kinds::EventTurning::called_off),
        std::nullopt, {},
        std::nullopt, day};
    const auto off = home.carry_out(
        home.node().say(talk, {"", {reference_of(said->link)}, to, turn}, home.now()));
    if (!off) return Fail<Fault>{off.error()};
  }
  return {};
}

}  // namespace

Outcome<WrittenCalendar> calendar_of(OpenHome& home, const std::vector<node::CircleNumber>& talks) {
  std::vector<Dated> dated;
  std::vector<LeftOut> left_out;
  for (const auto talk : talks) {
    const auto all = events_in(home, talk);
    if (!all) return Fail<Fault>{all.error()};
    const Drawing drawing{home, talk};
    for (const auto& [place, view] : (*all)->events().all()) {
      auto event = event_now(view);
      if (!event || drawing.muted(view.author)) continue;
      if (event->zone && !zone_named(*event->zone)) {
        left_out.push_back({event->title, "its zone is not known here"});
        continue;
      }
      if (calendar_end <= event->until.value_or(event->at)) {
        left_out.push_back({event->title, "it is too far ahead for a calendar"});
        continue;
      }
      auto uid = event->uid.value_or(id_of(view.link) + "@kith");
      dated.push_back(
          {std::move(*event), std::move(uid), view.days_off(), view.is_called_off(), view.time});
    }
  }
  return WrittenCalendar{calendar_text(dated), dated.size(), left_out_json(left_out)};
}

Answer calendar(OpenHome& home, const Json& request, const Progress& progress) {
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const auto talks = talks_of(home, request);
  if (!talks) return Fail<Fault>{talks.error()};
  auto written = calendar_of(home, *talks);
  if (!written) return Fail<Fault>{written.error()};
  Json json{{"events", written->events}, {"left_out", std::move(written->left_out)}};
  // Where no file is named, whoever asked takes the text itself.
  if (request.contains("file")) {
    const auto path = path_in(request, "file");
    if (!path) return Fail<Fault>{path.error()};
    const auto done = write_calendar(*path, written->text);
    if (!done) return Fail<Fault>{done.error()};
    json["file"] = *path;
  } else {
    json["text"] = std::move(written->text);
  }
  return json;
}

Answer import_ics(OpenHome& home, const Json& request, const Progress& progress) {
  const auto talk = talk_in(home, request);
  if (!talk) return Fail<Fault>{talk.error()};
  const bool handed_over = request.contains("text");
  if (!handed_over) {
    if (const auto path = path_in(request, "file"); !path) return Fail<Fault>{path.error()};
  }
  const auto typed = text_in(request, "zone");
  const auto here = typed.empty() ? zone_here() : Outcome<std::string>{std::string{}};
  if (!here) return Fail<Fault>{here.error()};
  const auto zone = typed.empty() ? std::optional{*here} : zone_named(typed);
  if (!zone) {
    return refuse("unknown_zone",
                  "\"" + typed +
                      "\" is no zone that is known here; write one such as "
                      "Europe/Madrid.",
                  Status::wrong_usage);
  }
  if (const auto ready = home.place_all(progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  const auto text = handed_over ? Outcome<std::string>{text_in(request, "text")}
                                : contents_of(text_in(request, "file"));
  if (!text) return Fail<Fault>{text.error()};
  auto read = read_calendar(*text, *zone);
  if (!read) return Fail<Fault>{read.error()};
  const auto there = events_in(home, *talk);
  if (!there) return Fail<Fault>{there.error()};
  std::set<std::string> mine;
  for (const auto& [place, view] : (*there)->events().all()) {
    const auto event = event_now(view);
    if (event && event->uid && view.author == home.node().person()) mine.insert(*event->uid);
  }
  std::size_t brought = 0;
  for (const auto& dated : read->events) {
    if (dated.event.uid && !mine.insert(*dated.event.uid).second) {
      read->left_out.push_back({dated.event.title, "you brought it before"});
      continue;
    }
    if (const auto done = bring_event(home, *talk, dated); !done) {
      auto fault = done.error();
      fault.sentence += " (" + std::to_string(brought) + " events were imported before that.)";
      return Fail<Fault>{std::move(fault)};
    }
    ++brought;
    if (progress) progress(brought, read->events.size());
  }
  if (const auto ready = home.catch_up(all_entries, node::Findable::by_words, progress); !ready) {
    return Fail<Fault>{ready.error()};
  }
  return Json{{"events", brought}, {"left_out", left_out_json(read->left_out)}};
}

}  // namespace kith::service
