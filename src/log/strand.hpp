// Lines of history of one log. An honest log has one; an author who tells two stories has a tree of
// them, and all signed ones are kept. What is held of a strand is a set of spans, not one.
// Decides where a verified range belongs; refuses to know payloads, keys, or whom to blame.
//
// A strand is a place to keep spans, no more: those that do not touch may be of different stories,
// two strands may hold spans of one, and even the same entries. Only links say what follows what.
//
// Invariants: links chain, so two runs with equal links at one place are equal at every place
// below. Spans of one strand never speak against each other. Source: docs/protocol.md §7.
#pragma once

#include <optional>
#include <vector>

#include "base/count.hpp"
#include "base/result.hpp"
#include "wire/range.hpp"

namespace kith::log {

/// A strand's number on this device: local, small, never sent.
struct StrandNumber {
  std::uint32_t value{};
  auto operator<=>(const StrandNumber&) const = default;
};

/// Entries held without a hole: [from, next), their links hanging from `before`.
struct HeldSpan {
  Seq from;
  Seq next;
  Link before;
  Link head;
  auto operator<=>(const HeldSpan&) const = default;
};

struct Strand {
  StrandNumber number;
  std::optional<StrandNumber> parent;  // the strand that it left, where it is known
  std::vector<HeldSpan> spans;         // ascending, neither touching nor overlapping
};

/// Looks up links of entries that are held.
class HeldLinks {
 public:
  HeldLinks() = default;
  HeldLinks(const HeldLinks&) = delete;
  HeldLinks& operator=(const HeldLinks&) = delete;
  virtual ~HeldLinks() = default;
  [[nodiscard]] virtual Link link_at(StrandNumber strand, Seq seq) const = 0;
};

/// Entries [first, last] of a range, counted from its beginning.
struct Run {
  std::size_t first{};
  std::size_t last{};
  bool operator==(const Run&) const = default;
};

struct Placement {
  std::optional<StrandNumber> strand;  // nothing: a strand of its own
  std::optional<StrandNumber> parent;  // of a strand of its own, where it is known
  bool forked{};                       // the log's author told two stories
  std::vector<Run> fresh;              // what is not held yet; empty: nothing new
};

enum class PlaceError {
  too_many_strands,  // limits::branches_max: this log is no longer pulled
};

/// Where a verified range belongs among what is held of its log: with what it chains to, else in
/// the first strand that nothing speaks against, else in a strand of its own.
///
/// Shape:    `links` is what verify_range returned for `range`.
/// Requires: `held` gives the link of every entry within a strand's spans.
/// Cost:     O(strands × spans) and, for a fork, O(log entries) look-ups.
[[nodiscard]] Result<Placement, PlaceError> place(const std::vector<Strand>& strands,
                                                  const wire::RangeView& range,
                                                  const std::vector<Link>& links,
                                                  const HeldLinks& held);

/// Adds a run with its links to the spans of a strand, joining what touches.
void add_span(std::vector<HeldSpan>& spans, const HeldSpan& added);

}  // namespace kith::log
