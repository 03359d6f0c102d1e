#include "service/civil_time.hpp"

#include <unicode/basictz.h>
#include <unicode/timezone.h>

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <map>
#include <memory>

#include "host/clock.hpp"
#include "service/time_text.hpp"

namespace kith::service {
namespace {

constexpr double millis_a_second = 1000;
constexpr std::string_view zone_folder = "zoneinfo/";  // TZ may be a file in it

std::string utf8_of(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

// The canonical zones of the tz database and their old names; none that ICU makes up by itself.
bool is_listed(const icu::UnicodeString& id) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString canonical;
  UBool is_system = 0;
  icu::TimeZone::getCanonicalID(id, canonical, is_system, error);
  return U_SUCCESS(error) != 0 && is_system != 0;
}

// Making one takes longer than all that is asked of it, and a list of events asks again and again.
constexpr std::size_t zones_kept_max = 64;

const icu::BasicTimeZone* zone_of(std::string_view name) {
  thread_local std::map<std::string, std::unique_ptr<icu::BasicTimeZone>, std::less<>> kept;
  if (const auto found = kept.find(name); found != kept.end()) return found->second.get();
  const auto id = icu::UnicodeString::fromUTF8(std::string{name});
  if (!is_listed(id)) return nullptr;
  std::unique_ptr<icu::TimeZone> zone{icu::TimeZone::createTimeZone(id)};
  auto* basic = dynamic_cast<icu::BasicTimeZone*>(zone.get());
  if (basic == nullptr) return nullptr;
  (void)zone.release();
  if (kept.size() >= zones_kept_max) kept.clear();
  auto& place = kept[std::string{name}];
  place.reset(basic);
  return basic;
}

std::optional<std::string> detected_zone() {
  const std::unique_ptr<icu::TimeZone> detected{icu::TimeZone::detectHostTimeZone()};
  icu::UnicodeString id;
  auto name = detected ? utf8_of(detected->getID(id)) : std::string{};
  if (const auto folder = name.find(zone_folder); folder != std::string::npos) {
    name.erase(0, folder + zone_folder.size());
  }
  const auto zone = zone_named(name).value_or("Etc/UTC");
  // What does not show what the clock here shows, this half-year and the next, was made up.
  const auto now = host::wall_now();
  for (const auto time : {now, now + std::chrono::days{182}}) {
    if (civil_of(time, zone) != civil_here(time)) return std::nullopt;
  }
  return zone;
}

// Looked for anew now and then: whoever travels sets their clock while the program runs.
struct OwnZone {
  std::string set_to;  // TZ
  Instant looked;
  std::optional<std::string> zone;
};
constexpr std::chrono::seconds own_zone_holds{5};

}  // namespace

std::optional<std::string> zone_named(std::string_view name) {
  if (name.empty() || name.size() > limits::zone_bytes_max) return std::nullopt;
  const auto id = icu::UnicodeString::fromUTF8(std::string{name});
  if (is_listed(id)) return std::string{name};
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString of_windows;
  icu::TimeZone::getIDForWindowsID(id, "001", of_windows, error);
  if (U_FAILURE(error) != 0 || of_windows.isEmpty()) return std::nullopt;
  return utf8_of(of_windows);
}

std::optional<std::string> own_zone() {
  thread_local std::optional<OwnZone> own;
  const char* set = std::getenv("TZ");
  const std::string set_to = set == nullptr ? "" : set;
  const auto now = host::now_with_sleep();
  const bool holds =
      own && own->set_to == set_to && now.since_start - own->looked.since_start < own_zone_holds;
  if (!holds) own = OwnZone{set_to, now, detected_zone()};
  return own->zone;
}

std::optional<WallTime> moment_here(kinds::CivilTime time) {
  if (const auto zone = own_zone()) return moment_of(time, *zone);
  // By what the clock shows around then: of a time that comes twice one is meant.
  const auto shown = civil_here(WallTime{time.seconds * micros_a_second});
  if (!shown) return std::nullopt;
  const auto near = WallTime{(2 * time.seconds - shown->seconds) * micros_a_second};
  const auto there = civil_here(near);
  if (!there) return std::nullopt;
  return WallTime{near.micros + (time.seconds - there->seconds) * micros_a_second};
}

std::optional<kinds::CivilTime> civil_here(WallTime time) {
  const auto seconds = static_cast<std::time_t>(time.micros / micros_a_second);
  std::tm parts{};
  if (localtime_r(&seconds, &parts) == nullptr) return std::nullopt;
  const kinds::CivilTime civil{seconds + parts.tm_gmtoff};
  return civil.seconds < 0 ? std::nullopt : std::optional{civil};
}

std::optional<WallTime> moment_of(kinds::CivilTime time, std::string_view zone) {
  const auto there = zone_of(zone);
  if (!there) return std::nullopt;
  UErrorCode error = U_ZERO_ERROR;
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  there->getOffsetFromLocal(static_cast<double>(time.seconds) * millis_a_second,
                            UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw, saving, error);
  if (U_FAILURE(error) != 0) return std::nullopt;
  const auto offset = (std::int64_t{raw} + saving) / 1000;
  return WallTime{(time.seconds - offset) * micros_a_second};
}

std::optional<kinds::CivilTime> civil_of(WallTime time, std::string_view zone) {
  const auto there = zone_of(zone);
  if (!there) return std::nullopt;
  UErrorCode error = U_ZERO_ERROR;
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  const auto seconds = time.micros / micros_a_second;
  there->getOffset(static_cast<double>(seconds) * millis_a_second, 0, raw, saving, error);
  if (U_FAILURE(error) != 0) return std::nullopt;
  const kinds::CivilTime civil{seconds + (std::int64_t{raw} + saving) / 1000};
  return civil.seconds < 0 ? std::nullopt : std::optional{civil};
}

std::string to_text(kinds::CivilTime time) {
  auto text = to_text(WallTime{time.seconds * micros_a_second});  // 2026-12-05T18:00:00Z
  text.pop_back();
  if (text.ends_with(":00")) text.resize(text.size() - 3);
  return text;
}

std::string to_text(kinds::CivilDay day) {
  const auto seconds = static_cast<std::int64_t>(day.number) * kinds::day_seconds;
  return to_text(WallTime{seconds * micros_a_second})
      .substr(0, std::string_view{"2026-12-05"}.size());
}

std::optional<TypedTime> typed_time(std::string_view text) {
  constexpr std::size_t date_size = 10;
  const auto in_range = [](WallTime time) {
    return time.micros / micros_a_second < static_cast<std::int64_t>(limits::civil_seconds_end);
  };
  if (const auto moment = time_of(text)) {
    if (!in_range(*moment)) return std::nullopt;
    const bool whole_day = text.size() == date_size;
    const kinds::CivilTime civil{moment->micros / micros_a_second};
    return TypedTime{civil, whole_day, whole_day ? std::nullopt : moment};
  }
  const auto by_clock = time_of(std::string{text} + "Z");
  if (!by_clock || !in_range(*by_clock)) return std::nullopt;
  return TypedTime{{by_clock->micros / micros_a_second}, false, std::nullopt};
}

std::optional<std::int64_t> typed_seconds(std::string_view text) {
  std::int64_t all = 0;
  std::int64_t unit_before = limits::event_seconds_max;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto digits = static_cast<std::size_t>(read.ptr - text.data());
    if (read.ec != std::errc{} || digits == text.size() || number < 0) return std::nullopt;
    const char letter = text[digits];
    const std::int64_t unit = letter == 'd'   ? kinds::day_seconds
                              : letter == 'h' ? 3600
                              : letter == 'm' ? 60
                                              : 0;
    if (unit == 0 || unit >= unit_before || number > limits::event_seconds_max / unit) {
      return std::nullopt;
    }
    unit_before = unit;
    all += number * unit;
    text.remove_prefix(digits + 1);
  }
  const bool fits = 0 < all && all <= limits::event_seconds_max;
  return fits ? std::optional{all} : std::nullopt;
}

}  // namespace kith::service
