// What of a range is kept: its entries, the spans that they make, its signature.
#include "node/intake_found.hpp"

namespace kith::node {

void Intake::put_runs(const wire::RangeView& range, const std::vector<Link>& links,
                      const log::Placement& placed, const Found& found, StrandNumber strand,
                      WallTime now, Batch& batch) {
  std::vector<HeldSpan> spans;
  for (const auto& record : strands_.spans(strand)) spans.push_back(record.span);
  for (const auto& run : placed.fresh) {
    change::PutEntries put{strand, range.entries[run.first].place.seq, {}, {}, now};
    for (auto i = run.first; i <= run.last; ++i) {
      put.lean.push_back(kept(range.log, range.entries[i], found));
      put.links.push_back(links[i]);
    }
    const HeldSpan added{put.first, range.entries[run.last].place.seq.successor(),
                         run.first == 0 ? range.previous : links[run.first - 1], links[run.last]};
    log::add_span(spans, added);
    opener_.fresh_links().put({strand, put.first}, put.links);
    opener_.open_ahead(put, std::span{range.entries}.subspan(run.first, run.last - run.first + 1),
                       found.keys);
    batch.push_back(std::move(put));
  }
  std::vector<SpanRecord> records;
  records.reserve(spans.size());
  for (const auto& span : spans) records.push_back({strand, span});
  strands_.put_spans(strand, std::move(records), batch);
}

// All of the range is held now, so its signature is one to pass on.
// Where its places do not go on from those before, no range holds both. And what another home of
// mine wrote leaves the signatures here as they are: a past that was given may end at one.
Result<void, Refusal> Intake::put_head(const wire::RangeView& range, StrandNumber strand,
                                       Batch& batch) {
  const auto& front = range.entries.front().place;
  const bool mine = strands_.strand(strand).person == mine_.identity.person_id();
  SignedRun run{{strand, range.entries.back().place.seq},
                range.signature,
                range.entries.size(),
                0,
                mine || front.leaf.value == 0 || !follows_held(strand, front)};
  for (const auto& placed : range.entries) run.bytes += whole_bytes(placed.entry);
  const auto kept = keep_head(store_, run, batch);
  if (!kept) return Fail{refusal_of(kept.error())};
  return {};
}

}  // namespace kith::node
