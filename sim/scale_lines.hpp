// What was said, to whom, and when each of them could read it: seen in what their own node wrote
// into its index, where only what opened has a row. Refuses to know how it got there.
#pragma once

#include <map>
#include <optional>

#include "node/batch.hpp"
#include "sim/scale_map.hpp"

namespace kith::sim {

class ScaleLines {
 public:
  /// Requires: the map outlives it.
  explicit ScaleLines(const ScaleMap& map) : map_(map) {}

  using LineNumber = std::uint32_t;
  /// Everyone else of the circle is addressed. A log's lines come in their order.
  LineNumber said(std::size_t circle, Resident author, const LogId& log, Seq seq, WallTime when,
                  std::string_view text);
  /// Can be read there from `when` on. Nothing: it is no line, or is known to be readable there.
  void readable(Resident hearer, const LogId& log, Seq seq, WallTime when);

  struct Line {
    std::size_t circle{};
    Resident author{};
    WallTime said;
    std::string_view text;
    std::vector<bool> heard;  // by place among the circle's members
  };
  [[nodiscard]] const std::vector<Line>& all() const { return lines_; }
  [[nodiscard]] std::size_t addressed() const { return addressed_; }
  /// From saying to being readable, milliseconds, in the order of arrival.
  [[nodiscard]] const std::vector<std::uint32_t>& delays_ms() const { return delays_ms_; }
  [[nodiscard]] std::size_t waiting() const { return addressed_ - delays_ms_.size(); }

 private:
  struct Placed {
    Seq seq;
    LineNumber line{};
  };
  const ScaleMap& map_;
  std::vector<Line> lines_;
  std::map<LogId, std::vector<Placed>> logs_;
  std::size_t addressed_{};
  std::vector<std::uint32_t> delays_ms_;
};

}  // namespace kith::sim
