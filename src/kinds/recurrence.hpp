// When an event repeats: a strict reader of those RRULEs of RFC 5545 that people make, by day,
// week, month or year. Others are kept and shown as text. Refuses to know clocks, and what days
// follow. Source: RFC 5545 §3.3.10; docs/kinds.md.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "kinds/event_body.hpp"

namespace kith::kinds {

enum class Frequency { daily, weekly, monthly, yearly };

/// "2TU": the second Tuesday; 0: each. Monday is 0.
struct NthDay {
  int nth{};
  int weekday{};
  bool operator==(const NthDay&) const = default;
};

struct RepeatEnd {
  CivilTime time;
  bool utc{};  // by UTC, else by the event's own clock
  bool operator==(const RepeatEnd&) const = default;
};

struct Recurrence {
  Frequency frequency{};
  int interval{1};
  std::optional<int> count;
  std::optional<RepeatEnd> until;  // the last moment at which one may begin
  std::vector<NthDay> by_day;
  std::vector<int> by_month_day;  // 1 to 31, or -31 to -1 from the end
  std::vector<int> by_month;
  std::vector<int> by_position;
  int week_start{};
  bool operator==(const Recurrence&) const = default;
};

/// Shape: at most limits::repeat_bytes_max bytes, each part once, FREQ among them.
/// Nothing where it is no such rule, or one that this program does not know.
[[nodiscard]] std::optional<Recurrence> recurrence_of(std::string_view rule);

}  // namespace kith::kinds
