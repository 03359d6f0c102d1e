#include "log/strand.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"

namespace kith::log {
namespace {

// A link position p stands for "after p entries of the log": position 0 is the log id itself, so
// that the link before the first entry of a span can be compared like any other.
struct Positions {
  std::uint64_t low{};
  std::uint64_t high{};
};

enum class Relation { unknown, same_story, forks_within, forks_before };

class Comparison {
 public:
  Comparison(const wire::RangeView& range, const std::vector<Link>& links, const HeldLinks& held)
      : range_(range), links_(links), held_(held), from_(range.entries.front().place.seq.value) {}

  [[nodiscard]] std::uint64_t from() const { return from_; }
  [[nodiscard]] std::uint64_t next() const { return from_ + links_.size(); }

  [[nodiscard]] Relation with(StrandNumber strand, const HeldSpan& span) const {
    const Positions common{std::max(from_, span.from.value), std::min(next(), span.next.value)};
    if (common.low > common.high) return Relation::unknown;
    if (equal_at(strand, span, common.high)) return Relation::same_story;
    return equal_at(strand, span, common.low) ? Relation::forks_within : Relation::forks_before;
  }

  /// The first entry of the range that differs. Requires: forks_within.
  [[nodiscard]] std::uint64_t first_different(StrandNumber strand, const HeldSpan& span) const {
    std::uint64_t equal = std::max(from_, span.from.value);
    std::uint64_t different = std::min(next(), span.next.value);
    while (different - equal > 1) {
      const auto middle = equal + (different - equal) / 2;
      (equal_at(strand, span, middle) ? equal : different) = middle;
    }
    return different - 1;  // as a seq
  }

 private:
  [[nodiscard]] bool equal_at(StrandNumber strand, const HeldSpan& span,
                              std::uint64_t position) const {
    const Link& ours = position == span.from.value   ? span.before
                       : position == span.next.value ? span.head
                                                     : held_.link_at(strand, {position - 1});
    const Link& theirs = position == from_ ? range_.previous : links_[position - from_ - 1];
    return ours == theirs;
  }

  const wire::RangeView& range_;
  const std::vector<Link>& links_;
  const HeldLinks& held_;
  std::uint64_t from_;
};

// What of [at, next) the spans do not hold, counted from the beginning of a range.
std::vector<Run> fresh_runs(const std::vector<HeldSpan>& spans, std::uint64_t begin,
                            std::uint64_t at, std::uint64_t next) {
  std::vector<Run> runs;
  for (const auto& span : spans) {
    if (span.next.value <= at || span.from.value >= next) continue;
    if (span.from.value > at) runs.push_back({at - begin, span.from.value - begin - 1});
    at = span.next.value;
  }
  if (at < next) runs.push_back({at - begin, next - begin - 1});
  return runs;
}

struct Verdict {
  bool same_story{};
  bool conflict{};
  std::optional<std::uint64_t> splits_at;  // the first entry that differs
  std::uint64_t held_until{};              // the front of the range is held up to this entry
};

Verdict verdict_of(const Strand& strand, const Comparison& comparison) {
  Verdict verdict;
  for (const auto& span : strand.spans) {
    const bool at_front = span.from.value <= comparison.from();
    switch (comparison.with(strand.number, span)) {
      case Relation::unknown:
        break;
      case Relation::same_story:
        verdict.same_story = true;
        if (at_front) verdict.held_until = std::min(span.next.value, comparison.next());
        break;
      case Relation::forks_before:
        verdict.conflict = true;
        break;
      case Relation::forks_within:
        verdict.conflict = true;
        verdict.splits_at = comparison.first_different(strand.number, span);
        if (at_front) verdict.held_until = *verdict.splits_at;
        break;
    }
  }
  return verdict;
}

}  // namespace

Result<Placement, PlaceError> place(const std::vector<Strand>& strands,
                                    const wire::RangeView& range, const std::vector<Link>& links,
                                    const HeldLinks& held) {
  check(!links.empty() && links.size() == range.entries.size());
  const Comparison comparison{range, links, held};
  const Strand* same = nullptr;
  const Strand* undecided = nullptr;
  Placement placed;
  std::uint64_t held_until = comparison.from();
  std::uint64_t latest_split = 0;
  for (const auto& strand : strands) {
    const auto verdict = verdict_of(strand, comparison);
    if (verdict.held_until == comparison.next())
      return Placement{strand.number, strand.parent, false, {}};
    if (verdict.same_story && !verdict.conflict && same == nullptr) same = &strand;
    if (!verdict.same_story && !verdict.conflict && undecided == nullptr) undecided = &strand;
    placed.forked = placed.forked || verdict.conflict;
    held_until = std::max(held_until, verdict.held_until);
    if (verdict.splits_at && *verdict.splits_at >= latest_split) {
      latest_split = *verdict.splits_at;
      placed.parent = strand.number;
    }
  }
  const auto* known = same != nullptr ? same : undecided;
  if (known == nullptr && strands.size() >= limits::branches_max) {
    return Fail{PlaceError::too_many_strands};
  }
  if (known != nullptr) {
    placed.strand = known->number;
    placed.parent = known->parent;
  }
  // A run ends where held ones go on or the range does: so there is a signature to each.
  placed.fresh = fresh_runs(known != nullptr ? known->spans : std::vector<HeldSpan>{},
                            comparison.from(), held_until, comparison.next());
  return placed;
}

void add_span(std::vector<HeldSpan>& spans, const HeldSpan& added) {
  check(added.from < added.next);
  HeldSpan joined = added;
  std::vector<HeldSpan> kept;
  for (const auto& span : spans) {
    if (span.next < joined.from || joined.next < span.from) {
      kept.push_back(span);
      continue;
    }
    if (span.from < joined.from) {
      joined.from = span.from;
      joined.before = span.before;
    }
    if (joined.next < span.next) {
      joined.next = span.next;
      joined.head = span.head;
    }
  }
  kept.push_back(joined);
  std::ranges::sort(kept);
  spans = std::move(kept);
}

}  // namespace kith::log
