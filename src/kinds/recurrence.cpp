#include "kinds/recurrence.hpp"

#include <array>
#include <charconv>
#include <chrono>

#include "base/ascii.hpp"

namespace kith::kinds {
namespace {

constexpr std::array frequencies{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
constexpr std::array weekdays{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr std::size_t list_max = 31;
constexpr int interval_max = 999;
constexpr int count_max = 9999;
constexpr int month_day_max = 31;
constexpr int months = 12;
constexpr int position_max = 366;
constexpr int nth_max = 53;

template <std::size_t N>
std::optional<int> place_in(const std::array<const char*, N>& names, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (text == names[i]) return static_cast<int>(i);
  }
  return std::nullopt;
}

// Within ±most, never 0; with a sign only where `from_end` allows counting from there.
std::optional<int> number_of(std::string_view text, int most, bool from_end) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int value = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  const bool whole = read.ec == std::errc{} && read.ptr == end && value != 0;
  if (!whole || value > most || value < (from_end ? -most : 1)) return std::nullopt;
  return value;
}

std::optional<NthDay> nth_day_of(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const auto weekday = place_in(weekdays, text.substr(text.size() - 2));
  text.remove_suffix(2);
  const auto nth = text.empty() ? std::optional{0} : number_of(text, nth_max, true);
  if (!weekday || !nth) return std::nullopt;
  return NthDay{*nth, *weekday};
}

template <class Value, class Read>
bool read_list(std::string_view text, std::vector<Value>& into, const Read& read) {
  if (!into.empty()) return false;
  while (true) {
    const auto comma = text.find(',');
    const auto value = read(text.substr(0, comma));
    if (!value || into.size() == list_max) return false;
    into.push_back(*value);
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
}

// 20261224, 20261224T180000 or 20261224T180000Z.
std::optional<RepeatEnd> end_of(std::string_view text) {
  const bool utc = text.ends_with('Z');
  if (utc) text.remove_suffix(1);
  constexpr std::size_t date_size = 8;
  constexpr std::size_t time_size = 15;
  const bool with_time = text.size() == time_size && text[date_size] == 'T';
  if (!with_time && (text.size() != date_size || utc)) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i]) && i != date_size) return std::nullopt;
  }
  const auto number = [&](std::size_t from, std::size_t size) {
    unsigned value = 0;
    for (const char c : text.substr(from, size))
      value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
  };
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(number(0, 4))},
                                         std::chrono::month{number(4, 2)},
                                         std::chrono::day{number(6, 2)}};
  if (!date.ok()) return std::nullopt;
  const auto midnight =
      std::chrono::seconds{std::chrono::sys_days{date}.time_since_epoch()}.count();
  // A day alone: all of it.
  std::int64_t since = day_seconds - 1;
  if (with_time) {
    const auto hour = number(9, 2);
    const auto minute = number(11, 2);
    const auto second = number(13, 2);
    if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
    since = static_cast<std::int64_t>(hour * 3600 + minute * 60 + second);
  }
  const CivilTime time{midnight + since};
  if (time.seconds < 0) return std::nullopt;
  return RepeatEnd{time, utc};
}

bool read_part(std::string_view name, std::string_view value, Recurrence& rule) {
  const auto once = [](auto& field, auto read) {
    if (field || !read) return false;
    field = *read;
    return true;
  };
  if (name == "COUNT") return once(rule.count, number_of(value, count_max, false));
  if (name == "UNTIL") return once(rule.until, end_of(value));
  if (name == "BYDAY") return read_list(value, rule.by_day, nth_day_of);
  const auto numbers = [&](std::vector<int>& into, int most, bool from_end) {
    return read_list(value, into,
                     [&](std::string_view text) { return number_of(text, most, from_end); });
  };
  if (name == "BYMONTHDAY") return numbers(rule.by_month_day, month_day_max, true);
  if (name == "BYMONTH") return numbers(rule.by_month, months, false);
  if (name == "BYSETPOS") return numbers(rule.by_position, position_max, true);
  return false;
}

// What hangs together: a count or an end, not both; the nth weekday of a month or year alone; of
// weeks no days of the month; positions only of something.
bool fits_together(const Recurrence& rule) {
  const bool nth = std::ranges::any_of(rule.by_day, [](NthDay one) { return one.nth != 0; });
  const bool of_months =
      rule.frequency == Frequency::monthly || rule.frequency == Frequency::yearly;
  const bool something =
      !rule.by_day.empty() || !rule.by_month_day.empty() || !rule.by_month.empty();
  return !(rule.count && rule.until) && (!nth || of_months) &&
         (rule.frequency != Frequency::weekly || rule.by_month_day.empty()) &&
         (rule.by_position.empty() || something);
}

}  // namespace

std::optional<Recurrence> recurrence_of(std::string_view text) {
  if (text.size() > limits::repeat_bytes_max) return std::nullopt;
  Recurrence rule;
  std::optional<int> frequency;
  std::optional<int> interval;
  std::optional<int> week_start;
  while (true) {
    const auto end = text.find(';');
    const auto part = text.substr(0, end);
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const auto name = part.substr(0, equals);
    const auto value = part.substr(equals + 1);
    const auto takes = [](std::optional<int>& field, std::optional<int> read) {
      const bool first = !field && read;
      field = read;
      return first;
    };
    const bool fits = name == "FREQ"       ? takes(frequency, place_in(frequencies, value))
                      : name == "INTERVAL" ? takes(interval, number_of(value, interval_max, false))
                      : name == "WKST"     ? takes(week_start, place_in(weekdays, value))
                                           : read_part(name, value, rule);
    if (!fits) return std::nullopt;
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  if (!frequency) return std::nullopt;
  rule.frequency = static_cast<Frequency>(*frequency);
  rule.interval = interval.value_or(1);
  rule.week_start = week_start.value_or(0);
  return fits_together(rule) ? std::optional{std::move(rule)} : std::nullopt;
}

}  // namespace kith::kinds
