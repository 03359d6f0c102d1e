// iCalendar out: each event as a VEVENT, each zone once as ICU knows it.
#include <unicode/vtzone.h>

#include <chrono>
#include <map>

#include "kinds/occurrences.hpp"
#include "service/calendar_file.hpp"
#include "service/civil_time.hpp"
#include "service/ical_values.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

// Text that would end a line or a value early is not written: iCalendar has no way to say it.
std::string printable(const std::string& text) {
  std::string clean;
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
    if (!control && c != '\x7f') clean.push_back(c);
  }
  return clean;
}

icaltimetype ical_time(kinds::CivilTime time, bool whole_day) {
  const std::chrono::sys_seconds moment{std::chrono::seconds{time.seconds}};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{moment - day};
  auto ical = icaltime_null_time();
  ical.year = static_cast<int>(date.year());
  ical.month = static_cast<int>(static_cast<unsigned>(date.month()));
  ical.day = static_cast<int>(static_cast<unsigned>(date.day()));
  ical.hour = static_cast<int>(clock.hours().count());
  ical.minute = static_cast<int>(clock.minutes().count());
  ical.second = static_cast<int>(clock.seconds().count());
  ical.is_date = whole_day ? 1 : 0;
  return ical;
}

icaltimetype ical_moment(WallTime time) {
  auto text = to_text(WallTime{time.micros - time.micros % 1'000'000});
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return icaltime_from_string(text.c_str());
}

void put_time(icalcomponent* event, icalproperty* property,
              const std::optional<std::string>& zone) {
  if (zone) icalproperty_add_parameter(property, icalparameter_new_tzid(zone->c_str()));
  icalcomponent_add_property(event, property);
}

void put_text(icalcomponent* event, icalproperty* (*make)(const char*), const std::string& text) {
  icalcomponent_add_property(event, make(printable(text).c_str()));
}

std::string description_of(const kinds::Event& event) {
  auto text = event.text.value_or("");
  std::string bring;
  for (const auto& one : event.bring) bring += (bring.empty() ? "" : ", ") + one;
  if (!bring.empty()) text += (text.empty() ? "Bring: " : "\nBring: ") + bring;
  return text;
}

void put_days_off(icalcomponent* into, const Dated& dated) {
  const auto since_midnight = dated.event.at.seconds % kinds::day_seconds;
  for (const auto& day : dated.days_off) {
    const kinds::CivilTime begin{static_cast<std::int64_t>(day.number) * kinds::day_seconds +
                                 since_midnight};
    put_time(into, icalproperty_new_exdate(ical_time(begin, !dated.event.zone)), dated.event.zone);
  }
}

icalcomponent* component_of(const Dated& dated) {
  const auto& event = dated.event;
  const bool whole_day = !event.zone;
  auto* into = icalcomponent_new_vevent();
  put_text(into, icalproperty_new_uid, dated.uid);
  icalcomponent_add_property(into, icalproperty_new_dtstamp(ical_moment(dated.said)));
  put_text(into, icalproperty_new_summary, event.title);
  put_time(into, icalproperty_new_dtstart(ical_time(event.at, whole_day)), event.zone);
  if (event.until) {
    put_time(into, icalproperty_new_dtend(ical_time(*event.until, whole_day)), event.zone);
  }
  if (event.where) put_text(into, icalproperty_new_location, *event.where);
  const auto description = description_of(event);
  if (!description.empty()) put_text(into, icalproperty_new_description, description);
  if (event.repeat && kinds::recurrence_of(*event.repeat)) {
    const auto rule = icalrecurrencetype_from_string(event.repeat->c_str());
    icalcomponent_add_property(into, icalproperty_new_rrule(rule));
  }
  put_days_off(into, dated);
  if (dated.called_off) {
    icalcomponent_add_property(into, icalproperty_new_status(ICAL_STATUS_CANCELLED));
  }
  return into;
}

// A zone's clock changes, from that year on, as RFC 5545 wants them told.
icalcomponent* zone_component(const std::string& zone, kinds::CivilTime from) {
  const std::unique_ptr<icu::VTimeZone> rules{
      icu::VTimeZone::createVTimeZoneByID(icu::UnicodeString::fromUTF8(zone))};
  if (!rules) return nullptr;
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString written;
  const auto year_before = static_cast<double>(from.seconds - 366 * kinds::day_seconds) * 1000;
  rules->write(std::max(year_before, 0.0), written, error);
  if (U_FAILURE(error) != 0) return nullptr;
  std::string text;
  written.toUTF8String(text);
  return icalparser_parse_string(text.c_str());
}

}  // namespace

std::string calendar_text(const std::vector<Dated>& events) {
  ical_errors_are_values();
  const IcalComponent calendar{icalcomponent_new_vcalendar()};
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//kith//EN"));
  std::map<std::string, kinds::CivilTime> zones;
  for (const auto& dated : events) {
    if (!dated.event.zone || !zone_named(*dated.event.zone)) continue;
    const auto [zone, first] = zones.emplace(*dated.event.zone, dated.event.at);
    if (!first) zone->second = std::min(zone->second, dated.event.at);
  }
  for (const auto& [zone, from] : zones) {
    if (auto* component = zone_component(zone, from)) {
      icalcomponent_add_component(calendar.get(), component);
    }
  }
  for (const auto& dated : events) icalcomponent_add_component(calendar.get(), component_of(dated));
  const std::unique_ptr<char, void (*)(void*)> text{icalcomponent_as_ical_string_r(calendar.get()),
                                                    icalmemory_free_buffer};
  return text ? std::string{text.get()} : std::string{};
}

}  // namespace kith::service
