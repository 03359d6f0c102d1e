#include "sim/scale_lines.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace kith::sim {

ScaleLines::LineNumber ScaleLines::said(std::size_t circle, Resident author, const LogId& log,
                                        Seq seq, WallTime when, std::string_view text) {
  const auto& members = map_.circles[circle].members;
  const auto number = static_cast<LineNumber>(lines_.size());
  lines_.push_back({circle, author, when, text, std::vector<bool>(members.size())});
  auto& placed = logs_[log];
  check(placed.empty() || placed.back().seq < seq);
  placed.push_back({seq, number});
  addressed_ += members.size() - 1;
  return number;
}

void ScaleLines::readable(Resident hearer, const LogId& log, Seq seq, WallTime when) {
  const auto found = logs_.find(log);
  if (found == logs_.end()) return;
  const auto& placed = found->second;
  const auto at = std::ranges::lower_bound(placed, seq, {}, &Placed::seq);
  if (at == placed.end() || at->seq != seq) return;
  auto& line = lines_[at->line];
  if (line.author == hearer) return;
  const auto& members = map_.circles[line.circle].members;
  const auto place = std::ranges::lower_bound(members, hearer);
  check(place != members.end() && *place == hearer);  // nobody else can open it
  const auto bit = line.heard.begin() + (place - members.begin());
  if (*bit) return;
  *bit = true;
  const auto delay = std::chrono::duration_cast<std::chrono::milliseconds>(when - line.said);
  delays_ms_.push_back(static_cast<std::uint32_t>(std::max<std::int64_t>(0, delay.count())));
}

}  // namespace kith::sim
