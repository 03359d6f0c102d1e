#include "service/event_fields.hpp"

#include <algorithm>
#include <array>

#include "kinds/occurrences.hpp"
#include "service/civil_time.hpp"
#include "service/fields.hpp"

namespace kith::service {
namespace {

using kinds::CivilTime;
using kinds::Event;

struct ShortRule {
  std::string_view word;
  const char* rule;
};
constexpr std::array short_rules{
    ShortRule{"daily", "FREQ=DAILY"}, ShortRule{"weekly", "FREQ=WEEKLY"},
    ShortRule{"monthly", "FREQ=MONTHLY"}, ShortRule{"yearly", "FREQ=YEARLY"}};

Fail<Fault> no_time(const std::string& text) {
  return refuse(
      "bad_time",
      "\"" + text + "\" is not a time; write 2026-12-05, or 2026-12-05T18:00 on the clock there.",
      Status::wrong_usage);
}

Outcome<std::optional<TypedTime>> typed_in(const Json& request, const char* field) {
  if (!request.contains(field)) return std::optional<TypedTime>{};
  const auto typed = typed_time(text_in(request, field));
  if (!typed) return no_time(text_in(request, field));
  return std::optional{*typed};
}

// A moment is what the clock there shows then.
Outcome<CivilTime> on_clock(const TypedTime& typed, const std::string& zone) {
  if (!typed.moment) return typed.civil;
  const auto civil = civil_of(*typed.moment, zone);
  if (!civil)
    return refuse("before_1970", "That is before 1970, on the clock there.", Status::wrong_usage);
  return *civil;
}

Outcome<void> put_zone(const Json& request, Event& event, bool whole_day) {
  if (request.contains("zone")) {
    const auto typed = text_in(request, "zone");
    auto zone = zone_named(typed);
    if (!zone) {
      return refuse("unknown_zone",
                    "\"" + typed +
                        "\" is no zone that is known here; write one such as "
                        "Europe/Madrid.",
                    Status::wrong_usage);
    }
    event.zone = std::move(*zone);
  }
  if (whole_day) event.zone.reset();
  if (whole_day || event.zone) return {};
  auto here = zone_here();
  if (!here) return Fail<Fault>{here.error()};
  event.zone = std::move(*here);
  return {};
}

Outcome<void> put_end(const Json& request, Event& event) {
  if (request.contains("until") && text_in(request, "until").empty()) {
    event.until.reset();
    return {};
  }
  const auto until = typed_in(request, "until");
  if (!until) return Fail<Fault>{until.error()};
  if (*until && request.contains("lasting")) {
    return refuse("end_twice", "Say when it ends, or how long it lasts: not both.",
                  Status::wrong_usage);
  }
  if (request.contains("lasting")) {
    const auto seconds = typed_seconds(text_in(request, "lasting"));
    if (!seconds) {
      return refuse("bad_length",
                    "\"" + text_in(request, "lasting") +
                        "\" is not how long it lasts; write 90m, 2h, 1h30m or 3d.",
                    Status::wrong_usage);
    }
    event.until = CivilTime{event.at.seconds + *seconds};
  } else if (*until) {
    const auto civil = on_clock(**until, event.zone.value_or("Etc/UTC"));
    if (!civil) return Fail<Fault>{civil.error()};
    event.until = *civil;
    // The last of whole days is one of them.
    if (!event.zone) event.until->seconds += kinds::day_seconds;
  }
  if (!event.until) return {};
  const auto length = event.until->seconds - event.at.seconds;
  const bool whole = event.zone || length % kinds::day_seconds == 0;
  if (length <= 0) {
    return refuse("ends_first", "It would end before it begins.", Status::wrong_usage);
  }
  if (!whole)
    return refuse("end_is_a_day", "Of whole days, the end is a day too.", Status::wrong_usage);
  if (length > limits::event_seconds_max) {
    return refuse("lasts_too_long", "One event lasts a year at most.", Status::wrong_usage);
  }
  return {};
}

Outcome<void> put_times(const Json& request, Event& event) {
  const auto at = typed_in(request, "at");
  if (!at) return Fail<Fault>{at.error()};
  const bool whole_day = *at ? (*at)->whole_day : !event.zone;
  const bool was_whole = !event.zone;
  if (const auto zone = put_zone(request, event, whole_day); !zone) return zone;
  if (*at) {
    const auto civil = on_clock(**at, event.zone.value_or("Etc/UTC"));
    if (!civil) return Fail<Fault>{civil.error()};
    // Moved, it lasts as long as before; made of whole days, or no longer, it has no end but a new
    // one.
    if (event.until) event.until->seconds += civil->seconds - event.at.seconds;
    if (was_whole != whole_day) event.until.reset();
    event.at = *civil;
  }
  return put_end(request, event);
}

// An empty text takes it away.
void put_text(const Json& request, const char* field, std::optional<std::string>& into) {
  if (!request.contains(field)) return;
  const auto text = text_in(request, field);
  into = text.empty() ? std::nullopt : std::optional{text};
}

Outcome<void> put_repeat(const Json& request, Event& event) {
  put_text(request, "repeat", event.repeat);
  if (!request.contains("repeat") || !event.repeat) return {};
  for (const auto& [word, rule] : short_rules) {
    if (*event.repeat == word) event.repeat = rule;
  }
  if (!kinds::recurrence_of(*event.repeat)) {
    return refuse(
        "bad_repeat",
        "\"" + *event.repeat +
            "\" is not a way to repeat; write daily, weekly, monthly, yearly, or an RRULE "
            "such as FREQ=MONTHLY;BYDAY=1TU.",
        Status::wrong_usage);
  }
  return {};
}

std::vector<CivilTime> times_of(const Event& event, CivilTime after, std::size_t most) {
  const auto rule_end = rule_end_of(event, event.zone.value_or("Etc/UTC"));
  kinds::RuleLooks looks;
  return kinds::occurrences(event, after, most, {}, rule_end, looks);
}

bool takes_place_at_all(const Event& event) {
  return !times_of(event, {event.at.seconds - 1}, 1).empty();
}

}  // namespace

Outcome<std::string> zone_here() {
  auto own = own_zone();
  if (own) return std::move(*own);
  return refuse("zone_needed",
                "The clock here names no place (TZ); say whose clock with --zone, such as "
                "Europe/Madrid.");
}

std::optional<CivilTime> rule_end_of(const Event& event, const std::string& zone) {
  const auto rule = event.repeat ? kinds::recurrence_of(*event.repeat) : std::nullopt;
  if (!rule || !rule->until) return std::nullopt;
  const auto& end = *rule->until;
  if (!end.utc) return end.time;
  return civil_of(*moment_of(end.time, "Etc/UTC"), zone).value_or(end.time);
}

Outcome<Event> event_of(const Json& request, const Event& before) {
  auto event = before;
  if (request.contains("title")) event.title = text_in(request, "title");
  if (const auto done = put_times(request, event); !done) return Fail<Fault>{done.error()};
  if (const auto done = put_repeat(request, event); !done) return Fail<Fault>{done.error()};
  if (!takes_place_at_all(event)) {
    return refuse("never", "Repeated so it would never take place: no day is such a one.",
                  Status::wrong_usage);
  }
  put_text(request, "where", event.where);
  put_text(request, "text", event.text);
  if (request.contains("bring")) {
    auto bring = tags_in(request, "bring");
    if (!bring) return Fail<Fault>{bring.error()};
    std::erase(*bring, "");
    event.bring = std::move(*bring);
  }
  return event;
}

bool takes_place_on(const Event& event, kinds::CivilDay day) {
  const CivilTime before{static_cast<std::int64_t>(day.number) * kinds::day_seconds - 1};
  // What began earlier may not be over then.
  for (const auto begin : times_of(event, before, 400)) {
    if (kinds::day_of(begin) == day) return true;
    if (day < kinds::day_of(begin)) return false;
  }
  return false;
}

}  // namespace kith::service
