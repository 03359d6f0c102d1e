// iCalendar in: what libical makes of a file, taken as far as it is an event of ours. Every string
// of it is a stranger's.
#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

#include "kinds/recurrence.hpp"
#include "service/calendar_file.hpp"
#include "service/civil_time.hpp"
#include "service/ical_values.hpp"
#include "wire/cbor.hpp"

namespace kith::service {
namespace {

constexpr std::size_t line_bytes_max = 64 * 1024;
constexpr std::size_t unfolded_bytes_max = 512 * 1024;  // of a line with all that is folded to it
constexpr std::size_t nesting_max = 8;

// With what ends it. As the parser cuts lines: a CR alone ends one only where no LF follows.
std::string_view cut_line(std::string_view& text) {
  auto end = text.find('\n');
  if (end == std::string_view::npos) end = text.find('\r');
  const auto line = text.substr(0, end == std::string_view::npos ? end : end + 1);
  text.remove_prefix(line.size());
  return line;
}

// What folding put in is taken out (RFC 5545 §3.1); nothing: longer than is taken. An empty line is
// not gone on with.
std::optional<std::string> cut_unfolded(std::string_view& text) {
  std::string whole{cut_line(text)};
  if (whole.size() > line_bytes_max) return std::nullopt;
  const auto goes_on = [&] {
    return whole.size() > 1 && whole.ends_with('\n') &&
           (text.starts_with(' ') || text.starts_with('\t'));
  };
  while (goes_on()) {
    const auto more = cut_line(text);
    whole.pop_back();
    if (whole.ends_with('\r')) whole.pop_back();
    whole += more.substr(1);
    if (more.size() > line_bytes_max || whole.size() > unfolded_bytes_max) return std::nullopt;
  }
  return whole;
}

bool is_word(std::string_view text, std::string_view word) {
  return std::ranges::equal(text, word, [](char one, char other) {
    return (one >= 'a' && one <= 'z' ? one - 'a' + 'A' : one) == other;
  });
}

// What the parser would recurse into, or copy again and again, is refused before it sees it. Where
// parsers differ, what may begin something counts, and what may not end it does not.
bool is_bounded(std::string_view text) {
  constexpr std::string_view spaces = " \t\v\f\r\n";
  // Where only CRs end lines the rest is looked through again for each of them.
  const auto last_end = text.rfind('\n');
  const auto rest = text.size() - (last_end == std::string_view::npos ? 0 : last_end + 1);
  if (rest > line_bytes_max) return false;
  std::size_t depth = 0;
  while (!text.empty()) {
    const auto line = cut_unfolded(text);
    if (!line) return false;
    const auto name = std::string_view{*line}.substr(0, line->find_first_of(":;"));
    const auto last = name.find_last_not_of(spaces);
    const auto trimmed = name.substr(0, last == std::string_view::npos ? 0 : last + 1);
    if (is_word(trimmed, "BEGIN") && ++depth > nesting_max) return false;
    const bool ends = is_word(name, "END") &&
                      line->find_first_not_of(spaces, name.size() + 1) != std::string::npos;
    if (ends && depth > 0) --depth;
  }
  return true;
}

icalproperty* first(icalcomponent* component, icalproperty_kind kind) {
  return icalcomponent_get_first_property(component, kind);
}

// Empty where it lacks, or is no UTF-8.
std::string property_text(icalcomponent* component, icalproperty_kind kind) {
  auto* property = first(component, kind);
  const char* value = property == nullptr ? nullptr
                      : kind == ICAL_RRULE_PROPERTY
                          ? icalproperty_get_value_as_string(property)
                          : icalvalue_get_text(icalproperty_get_value(property));
  std::string text = value == nullptr ? "" : value;
  return wire::is_utf8(as_bytes(text)) ? text : std::string{};
}

// Without what would make it too long, between characters.
std::string cut(std::string text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  const auto is_middle = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  auto size = bytes_max;
  while (size > 0 && is_middle(text[size])) --size;
  text.resize(size);
  return text;
}

std::optional<kinds::CivilTime> civil_of_ical(const icaltimetype& time) {
  if (icaltime_is_null_time(time) != 0 || time.year < 1970) return std::nullopt;
  std::array<char, 32> text{};
  const int size =
      std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d", time.year,
                    time.month, time.day, time.hour, time.minute, std::min(time.second, 59));
  if (size <= 0) return std::nullopt;
  const auto typed = typed_time({text.data(), static_cast<std::size_t>(size)});
  const bool in_range = typed && typed->civil < calendar_end;
  return in_range ? std::optional{typed->civil} : std::nullopt;
}

// "/mozilla.org/20050126_1/Europe/Madrid" ends in a zone that is known.
std::optional<std::string> zone_within(std::string_view name) {
  while (true) {
    if (auto zone = zone_named(name)) return zone;
    const auto slash = name.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    name.remove_prefix(slash + 1);
  }
}

struct Read {
  kinds::CivilTime time;
  std::optional<std::string> zone;  // nothing: a day
};

class Reader {
 public:
  explicit Reader(const std::string& own_zone) : own_zone_(own_zone) {}

  void take(icalcomponent* component) {
    auto title = cut(property_text(component, ICAL_SUMMARY_PROPERTY), limits::title_bytes_max);
    if (title.empty()) title = "(without a title)";
    if (read_.events.size() >= calendar_events_max) return leave_out(title, "there are too many");
    if (first(component, ICAL_RECURRENCEID_PROPERTY) != nullptr) {
      return leave_out(title, "a single time of what repeats, moved");
    }
    Dated dated;
    dated.event.title = title;
    const char* why = put_times(component, dated.event);
    if (why == nullptr) why = put_repeat(component, dated);
    if (why != nullptr) return leave_out(title, why);
    put_texts(component, dated);
    auto* status = first(component, ICAL_STATUS_PROPERTY);
    dated.called_off =
        status != nullptr && icalproperty_get_status(status) == ICAL_STATUS_CANCELLED;
    read_.events.push_back(std::move(dated));
  }
  [[nodiscard]] ReadCalendar done() { return std::move(read_); }

 private:
  void leave_out(const std::string& title, const char* why) {
    constexpr std::size_t told_max = 200;
    if (read_.left_out.size() < told_max) read_.left_out.push_back({title, why});
  }

  [[nodiscard]] std::optional<Read> time_of(icalproperty* property) const {
    if (property == nullptr) return std::nullopt;
    const auto ical = icalvalue_get_datetimedate(icalproperty_get_value(property));
    const auto civil = civil_of_ical(ical);
    if (!civil) return std::nullopt;
    if (icaltime_is_date(ical) != 0) return Read{*civil, std::nullopt};
    if (icaltime_is_utc(ical) != 0) return Read{*civil, "Etc/UTC"};
    auto* parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    if (parameter == nullptr) return Read{*civil, own_zone_};
    const char* name = icalparameter_get_tzid(parameter);
    auto zone = zone_within(name == nullptr ? "" : name);
    if (!zone) return std::nullopt;
    return Read{*civil, std::move(*zone)};
  }

  // An end in another zone is told by the clock of the beginning.
  const char* put_times(icalcomponent* component, kinds::Event& event) const {
    auto start = time_of(first(component, ICAL_DTSTART_PROPERTY));
    if (!start) return "its time or its zone is not known here";
    event.at = start->time;
    event.zone = start->zone;
    if (auto* property = first(component, ICAL_DTEND_PROPERTY)) {
      auto end = time_of(property);
      if (!end || end->zone.has_value() != event.zone.has_value()) {
        return "its end is not known here";
      }
      const auto civil = on_clock_of(event, *end);
      if (!civil) return "its end is not known here";
      end->time = *civil;
      event.until = end->time;
    } else if (auto* lasting = first(component, ICAL_DURATION_PROPERTY)) {
      const auto duration = icalproperty_get_duration(lasting);
      if (icaldurationtype_is_bad_duration(duration) != 0 || duration.days > 366 ||
          duration.weeks > 53 || duration.hours > 24 * 366 || duration.minutes > 60 * 24 * 366) {
        return "it lasts too long";
      }
      event.until = {event.at.seconds + icaldurationtype_as_int(duration)};
    }
    if (event.until == event.at) event.until.reset();
    const auto length = event.until ? event.until->seconds - event.at.seconds : 1;
    if (length < 0) return "it ends before it begins";
    const bool too_long =
        length > limits::event_seconds_max || (event.until && calendar_end <= *event.until);
    if (too_long) return "it lasts too long";
    if (!event.zone && event.until && length % kinds::day_seconds != 0) {
      return "its end is not known here";
    }
    return nullptr;
  }
  // What is told by another clock, or by UTC, is told by that of the event.
  static std::optional<kinds::CivilTime> on_clock_of(const kinds::Event& event, const Read& read) {
    if (read.zone == event.zone || !read.zone || !event.zone) return read.time;
    const auto moment = moment_of(read.time, *read.zone);
    return moment ? civil_of(*moment, *event.zone) : std::nullopt;
  }

  const char* put_repeat(icalcomponent* component, Dated& dated) const {
    if (icalcomponent_count_properties(component, ICAL_RRULE_PROPERTY) > 1 ||
        first(component, ICAL_RDATE_PROPERTY) != nullptr) {
      return "it repeats in a way that is not known here";
    }
    if (first(component, ICAL_RRULE_PROPERTY) == nullptr) return nullptr;
    const auto rule = property_text(component, ICAL_RRULE_PROPERTY);
    if (!kinds::recurrence_of(rule)) return "it repeats in a way that is not known here";
    dated.event.repeat = rule;
    std::set<kinds::CivilDay> off;
    for (auto* one = first(component, ICAL_EXDATE_PROPERTY); one != nullptr;
         one = icalcomponent_get_next_property(component, ICAL_EXDATE_PROPERTY)) {
      constexpr std::size_t days_off_max = 366;
      const auto time = time_of(one);
      const auto civil = time ? on_clock_of(dated.event, *time) : std::nullopt;
      if (civil && off.size() < days_off_max) off.insert(kinds::day_of(*civil));
    }
    dated.days_off.assign(off.begin(), off.end());
    return nullptr;
  }

  static void put_texts(icalcomponent* component, Dated& dated) {
    constexpr std::size_t description_bytes_max = 32 * 1024;
    const auto or_nothing = [](std::string text) {
      return text.empty() ? std::nullopt : std::optional{std::move(text)};
    };
    auto& event = dated.event;
    event.where =
        or_nothing(cut(property_text(component, ICAL_LOCATION_PROPERTY), limits::where_bytes_max));
    event.text =
        or_nothing(cut(property_text(component, ICAL_DESCRIPTION_PROPERTY), description_bytes_max));
    auto uid = property_text(component, ICAL_UID_PROPERTY);
    if (uid.size() <= limits::uid_bytes_max) event.uid = or_nothing(std::move(uid));
  }

  const std::string& own_zone_;
  ReadCalendar read_;
};

}  // namespace

Outcome<ReadCalendar> read_calendar(const std::string& text, const std::string& own_zone) {
  if (text.size() > calendar_bytes_max) {
    return refuse("calendar_too_large",
                  "That file is larger than 4 MiB; split it, and import its parts.");
  }
  const bool fits = text.find('\0') == std::string::npos && is_bounded(text);
  ical_errors_are_values();
  const IcalComponent parsed{fits ? icalparser_parse_string(text.c_str()) : nullptr};
  if (!parsed) return refuse("no_calendar", "That is no iCalendar file.");
  Reader reader{own_zone};
  std::size_t calendars = 0;
  const auto take_all = [&](icalcomponent* in) {
    ++calendars;
    for (auto* one = icalcomponent_get_first_component(in, ICAL_VEVENT_COMPONENT); one != nullptr;
         one = icalcomponent_get_next_component(in, ICAL_VEVENT_COMPONENT)) {
      reader.take(one);
    }
  };
  if (icalcomponent_isa(parsed.get()) == ICAL_VCALENDAR_COMPONENT) take_all(parsed.get());
  for (auto* one = icalcomponent_get_first_component(parsed.get(), ICAL_VCALENDAR_COMPONENT);
       one != nullptr;
       one = icalcomponent_get_next_component(parsed.get(), ICAL_VCALENDAR_COMPONENT)) {
    take_all(one);
  }
  if (calendars == 0) return refuse("no_calendar", "That is no iCalendar file.");
  return reader.done();
}

}  // namespace kith::service
