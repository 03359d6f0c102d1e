// When an event takes place: once, or as its rule says, on the clock of its place. Looks at a
// limited number of days, whatever the rule. Refuses to know zones, and when it is.
// Source: RFC 5545 §3.3.10; docs/kinds.md.
#pragma once

#include <algorithm>

#include "base/limits.hpp"
#include "kinds/recurrence.hpp"

namespace kith::kinds {

/// How many days are looked at before a rule is followed no further: a hundred years of them.
inline constexpr std::size_t days_looked_at_max = 36'600;

/// How much may still be looked at for rules: each stretch that one repeats by, each month, each
/// day of it. Of several rules together, since how many there are is for others to choose.
struct RuleLooks {
  std::size_t left{limits::rule_looks_max};

  void take(std::size_t looks) { left -= std::min(left, looks); }
};

/// When one that begins then is over. Of whole days with no end, after one.
[[nodiscard]] CivilTime end_of(const Event& event, CivilTime begin);

/// Its first beginnings whose end is after `after`, at most `most`, ascending, but for `days_off`.
/// Where `after` is an end, what lasts no time is over then. Of a rule that is not known here, the
/// first alone. Where nothing is left of `looks`, those found by then.
/// Shape: `days_off` ascending. `rule_end`: the rule's UNTIL by the event's clock.
[[nodiscard]] std::vector<CivilTime> occurrences(const Event& event, CivilTime after,
                                                 std::size_t most,
                                                 const std::vector<CivilDay>& days_off,
                                                 std::optional<CivilTime> rule_end,
                                                 RuleLooks& looks);

}  // namespace kith::kinds
