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

// What of [from, next) the spans do not hold.
std::vector<Run> fresh_runs(const std::vector<HeldSpan>& spans, std::uint64_t from,
                            std::uint64_t next) {
  std::vector<Run> runs;
  std::uint64_t at = from;
  for (const auto& span : spans) {
    if (span.next.value <= at || span.from.value >= next) continue;
    if (span.from.value > at) runs.push_back({at - from, span.from.value - from - 1});
    at = span.next.value;
  }
  if (at < next) runs.push_back({at - from, next - from - 1});
  return runs;
}

struct Verdict {
  bool same_story{};
  bool conflict{};
  std::optional<std::uint64_t> splits_at;  // the first entry that differs
};

Verdict verdict_of(const Strand& strand, const Comparison& comparison) {
  Verdict verdict;
  for (const auto& span : strand.spans) {
    switch (comparison.with(strand.number, span)) {
      case Relation::unknown:
        break;
      case Relation::same_story:
        verdict.same_story = true;
        break;
      case Relation::forks_before:
        verdict.conflict = true;
        break;
      case Relation::forks_within:
        verdict.conflict = true;
        verdict.splits_at = comparison.first_different(strand.number, span);
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
  const auto whole = [&](const Strand& strand, bool forked) {
    return Placement{strand.number, strand.parent, forked,
                     fresh_runs(strand.spans, comparison.from(), comparison.next())};
  };
  const Strand* undecided = nullptr;
  Placement own{std::nullopt, std::nullopt, false, {{0, links.size() - 1}}};
  std::uint64_t latest_split = 0;
  for (const auto& strand : strands) {
    const auto verdict = verdict_of(strand, comparison);
    if (verdict.same_story && !verdict.conflict) return whole(strand, false);
    if (!verdict.conflict && undecided == nullptr) undecided = &strand;
    own.forked = own.forked || verdict.conflict;
    if (verdict.splits_at && *verdict.splits_at >= latest_split) {
      latest_split = *verdict.splits_at;
      own.parent = strand.number;
      own.fresh = {{latest_split - comparison.from(), links.size() - 1}};
    }
  }
  // Nothing speaks against it: the story has a hole that a later range will close or disprove.
  if (undecided != nullptr && !own.forked) return whole(*undecided, false);
  if (strands.size() >= limits::branches_max) return Fail{PlaceError::too_many_strands};
  return own;
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
