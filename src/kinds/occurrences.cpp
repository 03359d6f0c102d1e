#include "kinds/occurrences.hpp"

#include <array>
#include <chrono>

namespace kith::kinds {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

sys_days day_at(CivilTime time) { return sys_days{days{time.seconds / day_seconds}}; }

int month_of(const year_month_day& date) {
  return static_cast<int>(static_cast<unsigned>(date.month()));
}
int month_day_of(const year_month_day& date) {
  return static_cast<int>(static_cast<unsigned>(date.day()));
}
int weekday_of(sys_days day) {  // Monday is 0
  return static_cast<int>(std::chrono::weekday{day}.iso_encoding()) - 1;
}

/// From the first day on, up to but not including the last.
struct Span {
  sys_days from;
  sys_days end;
  [[nodiscard]] int size() const { return static_cast<int>((end - from).count()); }
};

Span month_around(const year_month_day& date) {
  const auto month = date.year() / date.month();
  return {sys_days{month / 1}, sys_days{(month + std::chrono::months{1}) / 1}};
}
Span year_around(const year_month_day& date) {
  return {sys_days{date.year() / 1 / 1}, sys_days{(date.year() + std::chrono::years{1}) / 1 / 1}};
}

bool holds(const std::vector<int>& list, int one) {
  return list.empty() || std::ranges::find(list, one) != list.end();
}

/// The days of a month that a rule holds for; bit 0: the first of it.
struct MonthDays {
  Span span;
  std::uint32_t days{};

  [[nodiscard]] bool holds(sys_days day) const {
    return (days >> static_cast<unsigned>((day - span.from).count()) & 1U) != 0;
  }
};

// A rule with what it leaves unsaid taken from the first day (RFC 5545 §3.3.10).
class Rule {
 public:
  Rule(Recurrence said, sys_days first) : rule_(std::move(said)), first_(first) {
    const year_month_day date{first};
    const bool no_days = rule_.by_day.empty() && rule_.by_month_day.empty();
    if (!no_days || rule_.frequency == Frequency::daily) return;
    if (rule_.frequency == Frequency::weekly) {
      rule_.by_day = {{0, weekday_of(first)}};
      return;
    }
    const bool of_the_year = rule_.frequency == Frequency::yearly && rule_.by_month.empty();
    if (of_the_year) rule_.by_month = {month_of(date)};
    rule_.by_month_day = {month_day_of(date)};
  }

  /// The n-th stretch that it repeats by, the first day being in stretch 0.
  [[nodiscard]] Span period(std::int64_t n) const {
    const auto by = n * rule_.interval;
    const year_month_day date{first_};
    switch (rule_.frequency) {
      case Frequency::daily: {
        const auto day = first_ + days{by};
        return {day, day + days{1}};
      }
      case Frequency::weekly: {
        const auto back = (weekday_of(first_) - rule_.week_start + 7) % 7;
        const auto monday = first_ - days{back} + days{by * 7};
        return {monday, monday + days{7}};
      }
      case Frequency::monthly:
        return month_around(date.year() / date.month() / 1 +
                            std::chrono::months{static_cast<int>(by)});
      case Frequency::yearly:
        return year_around(date.year() / 1 / 1 + std::chrono::years{static_cast<int>(by)});
    }
    return {first_, first_};
  }
  /// The number of a stretch that ends no later than that day, or 0: what comes before may be
  /// passed over.
  [[nodiscard]] std::int64_t period_before(sys_days day) const {
    constexpr std::array longest{1, 7, 31, 366};
    const auto since = (day - first_).count();
    const auto length = longest.at(static_cast<std::size_t>(rule_.frequency)) * rule_.interval;
    return std::max<std::int64_t>(since / length - 1, 0);
  }
  /// Its days in that stretch, ascending. A whole month is looked at once, however many stretches
  /// it is cut into: rules are others' words, and there may be many of them.
  [[nodiscard]] std::vector<sys_days> days_of(Span period) {
    std::vector<sys_days> all;
    for (auto day = period.from; day < period.end;) {
      if (day < month_.span.from || month_.span.end <= day) look_at_month(day);
      const auto end = std::min(period.end, month_.span.end);
      if (month_.days == 0) day = end;
      for (; day < end; day += days{1}) {
        if (month_.holds(day)) all.push_back(day);
      }
    }
    return rule_.by_position.empty() ? all : at_positions(all);
  }
  [[nodiscard]] std::size_t months_looked_at() const { return months_looked_at_; }
  [[nodiscard]] std::optional<int> count() const { return rule_.count; }

 private:
  void look_at_month(sys_days day) {
    month_ = month_of_it(day);
    ++months_looked_at_;
  }
  [[nodiscard]] std::vector<sys_days> at_positions(const std::vector<sys_days>& all) const {
    const auto size = static_cast<int>(all.size());
    std::vector<sys_days> chosen;
    for (const int position : rule_.by_position) {
      const int at = position > 0 ? position - 1 : size + position;
      if (0 <= at && at < size) chosen.push_back(all[static_cast<std::size_t>(at)]);
    }
    std::ranges::sort(chosen);
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    return chosen;
  }
  [[nodiscard]] MonthDays month_of_it(sys_days day) const {
    const year_month_day date{day};
    MonthDays month{month_around(date), 0};
    if (!holds(rule_.by_month, month_of(date))) return month;
    const auto size = month.span.size();
    const auto all = ~std::uint32_t{0} >> static_cast<unsigned>(32 - size);
    auto by_month_day = rule_.by_month_day.empty() ? all : 0;
    for (const int one : rule_.by_month_day) {
      const int at = one > 0 ? one - 1 : size + one;
      if (0 <= at && at < size) by_month_day |= std::uint32_t{1} << static_cast<unsigned>(at);
    }
    month.days = by_month_day & (rule_.by_day.empty() ? all : by_weekday(date, month.span));
    return month;
  }
  // The nth of a year, where it is of no month.
  [[nodiscard]] std::uint32_t by_weekday(const year_month_day& date, Span month) const {
    const bool in_months = rule_.frequency == Frequency::monthly || !rule_.by_month.empty();
    const auto within = in_months ? month : year_around(date);
    std::uint32_t found = 0;
    for (const auto& one : rule_.by_day) {
      auto at = (one.weekday - weekday_of(month.from) + 7) % 7;
      for (; at < month.size(); at += 7) {
        const auto day = month.from + days{at};
        const auto from_front = static_cast<int>((day - within.from).count()) / 7 + 1;
        const auto from_back = -(static_cast<int>((within.end - day).count() - 1) / 7 + 1);
        const bool is_it = one.nth == 0 || one.nth == from_front || one.nth == from_back;
        if (is_it) found |= std::uint32_t{1} << static_cast<unsigned>(at);
      }
    }
    return found;
  }

  Recurrence rule_;
  sys_days first_;
  MonthDays month_;  // looked at last
  std::size_t months_looked_at_{};
};

}  // namespace

CivilTime end_of(const Event& event, CivilTime begin) {
  if (event.until) return {begin.seconds + event.until->seconds - event.at.seconds};
  return {event.zone ? begin.seconds : begin.seconds + day_seconds};
}

std::vector<CivilTime> occurrences(const Event& event, CivilTime after, std::size_t most,
                                   const std::vector<CivilDay>& days_off,
                                   std::optional<CivilTime> rule_end, RuleLooks& looks) {
  std::vector<CivilTime> found;
  const auto take = [&](CivilTime begin) {
    const bool off = std::ranges::binary_search(days_off, day_of(begin));
    if (!off && after < end_of(event, begin)) found.push_back(begin);
  };
  const auto said = event.repeat ? recurrence_of(*event.repeat) : std::nullopt;
  if (!said) {
    take(event.at);
    return found;
  }
  Rule rule{*said, day_at(event.at)};
  const auto since_midnight = event.at.seconds % day_seconds;
  const auto length = end_of(event, event.at).seconds - event.at.seconds;
  // Those that are over are passed over, where nothing counts them.
  const CivilTime from{std::max<std::int64_t>(after.seconds - length, 0)};
  auto number = rule.count() ? 0 : rule.period_before(day_at(from));
  std::size_t looked_at = 0;
  int counted = 0;
  for (; found.size() < most && looked_at < days_looked_at_max && looks.left > 0; ++number) {
    const auto period = rule.period(number);
    looked_at += static_cast<std::size_t>(period.size());
    const auto months = rule.months_looked_at();
    const auto days_of_it = rule.days_of(period);
    looks.take(1 + rule.months_looked_at() - months + days_of_it.size());
    for (const auto day : days_of_it) {
      const CivilTime begin{day.time_since_epoch().count() * day_seconds + since_midnight};
      if (begin < event.at) continue;
      const bool over = (rule_end && *rule_end < begin) || counted == rule.count() ||
                        begin.seconds >= static_cast<std::int64_t>(limits::civil_seconds_end);
      if (over || found.size() == most) return found;
      ++counted;
      take(begin);
    }
    const auto last = period.from.time_since_epoch().count() * day_seconds;
    if (last >= static_cast<std::int64_t>(limits::civil_seconds_end)) break;
  }
  return found;
}

}  // namespace kith::kinds
