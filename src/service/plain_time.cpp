#include "service/plain_time.hpp"

#include <array>
#include <chrono>

#include "service/time_text.hpp"

namespace kith::service {
namespace {

constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// On the clock here, to the minute; nothing where no calendar says it.
std::optional<kinds::CivilTime> minute_here(WallTime time) {
  constexpr std::int64_t micros_a_minute = 60'000'000;
  const WallTime minute{time.micros - time.micros % micros_a_minute};
  const auto here = civil_here(minute);
  const bool in_range =
      here && here->seconds < static_cast<std::int64_t>(limits::civil_seconds_end);
  return in_range ? here : std::nullopt;
}

}  // namespace

std::string plain_day(kinds::CivilDay day) {
  const std::chrono::sys_days days{std::chrono::days{static_cast<int>(day.number)}};
  const std::chrono::year_month_day date{days};
  return std::string{weekdays.at(std::chrono::weekday{days}.c_encoding())} + " " +
         std::to_string(static_cast<unsigned>(date.day())) + " " +
         months.at(static_cast<unsigned>(date.month()) - 1) + " " +
         std::to_string(static_cast<int>(date.year()));
}

std::string plain_clock(kinds::CivilTime time) {
  const auto text = to_text(time);
  return text.substr(text.find('T') + 1);
}

std::string plain_time(kinds::CivilTime time) {
  return plain_day(kinds::day_of(time)) + " " + plain_clock(time);
}

std::string plain_time(WallTime time) {
  const auto here = minute_here(time);
  return here ? plain_time(*here) : to_text(time);
}

std::string plain_due(WallTime time) {
  const auto here = minute_here(time);
  if (!here) return to_text(time);
  return plain_clock(*here) == "23:59" ? plain_day(kinds::day_of(*here)) : plain_time(*here);
}

}  // namespace kith::service
