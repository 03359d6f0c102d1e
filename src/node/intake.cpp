#include <algorithm>
#include <map>

#include "base/limits.hpp"
#include "log/link.hpp"
#include "node/intake_found.hpp"
#include "node/papers.hpp"
#include "seal/key_codec.hpp"
#include "wire/range.hpp"

namespace kith::node {
namespace {

class HeldLinksOf final : public log::HeldLinks {
 public:
  explicit HeldLinksOf(Opener& opener) : opener_(opener) {}
  [[nodiscard]] Link link_at(StrandNumber strand, Seq seq) const override {
    const auto link = opener_.link_of({strand, seq});
    if (!link) failed = true;
    return link.value_or(Link{});
  }
  mutable bool failed{};  // the store could not answer; the placement means nothing

 private:
  Opener& opener_;
};

// Its certificate alone holds three signatures and seven ids: a shorter meta states nothing.
constexpr std::size_t statement_bytes_min = 3 * Signature::size + 7 * LogId::size;

// What an entry of the range states about who hears, where these keys open it. Entries that cannot
// state anything stay closed until they are indexed.
std::optional<wire::AudienceStatement> statement_of(const wire::RangeView& range,
                                                    const wire::PlacedEntry& placed,
                                                    const std::optional<seal::LeafKeys>& leaf) {
  if (!leaf || placed.entry.meta.size() < statement_bytes_min) return std::nullopt;
  const auto opened = seal::open_entry(*leaf, range.log, placed.place, placed.entry);
  if (!opened) return std::nullopt;
  auto meta = wire::decode_meta(opened->meta);
  return meta ? std::move(meta->statement) : std::nullopt;
}

}  // namespace

namespace {

bool is_fresh(const std::vector<log::Run>& fresh, std::size_t index) {
  return std::ranges::any_of(
      fresh, [&](const log::Run& run) { return run.first <= index && index <= run.last; });
}

}  // namespace

// The entries of the epoch that a place of the range is in, from that place on.
std::span<const wire::PlacedEntry> rest_of_epoch(const wire::RangeView& range, Seq from) {
  const auto first =
      range.entries.begin() +
      static_cast<std::ptrdiff_t>(from.value - range.entries.front().place.seq.value);
  const auto& epoch = first->place.epoch;
  return {first, std::find_if(first, range.entries.end(), [&](const wire::PlacedEntry& placed) {
            return placed.place.epoch != epoch;
          })};
}

// What waited may wait for another story, and waits on where nothing tells yet.
bool is_of_range(const wire::Span& span, const wire::RangeView& range) {
  seal::KeySet keys;
  keys.add(span.nodes, span.meta_keys);
  const auto rest = rest_of_epoch(range, span.first.seq);
  for (const auto& placed : rest.first(std::min(rest.size(), entries_asked_max))) {
    if (const auto told = opens(keys, range.log, placed)) return *told;
  }
  return false;
}

// Spans that begin within what is fresh of the range open it; so do those that waited for it.
void Intake::sort_spans(const wire::RangeView& range, const std::vector<Link>& links,
                        const std::vector<log::Run>& fresh, Found& found) {
  const auto from = range.entries.front().place.seq.value;
  const auto begins_here = [&](const wire::Span& span) {
    const auto index = span.first.seq.value - from;
    if (span.first.seq.value < from || index >= range.entries.size()) return false;
    const auto& before = index == 0 ? range.previous : links[index - 1];
    return is_fresh(fresh, index) && range.entries[index].place == span.first &&
           before == span.before;
  };
  const auto open_with = [&](const wire::Span& span) {
    found.keys[span.first.epoch.value].add(span.nodes, span.meta_keys);
    if (span.audience) found.audiences[span.first.seq] = *span.audience;
  };
  for (const auto& handover : found.handovers) {
    if (handover.log) continue;
    for (const auto& span : handover.spans) {
      if (begins_here(span)) {
        open_with(span);
      } else {
        found.elsewhere.push_back(&span);
      }
    }
  }
  for (const auto* waiting :
       handed_.within(range.log, range.entries.front().place.seq, range.entries.back().place.seq)) {
    const auto& span = waiting->second.span;
    if (!begins_here(span) || !is_of_range(span, range)) continue;
    open_with(span);
    found.waited.push_back(waiting->first);
  }
}

// A new log needs papers: a certificate in an entry that opens, of the author whose box opened it.
// Nothing of it is held, so all of the range is fresh.
Result<StrandRecord, Refusal> Intake::record_for(const wire::RangeView& range,
                                                 const Found& found) const {
  for (const auto& placed : range.entries) {
    const auto keys = found.keys.find(placed.place.epoch.value);
    if (keys == found.keys.end()) continue;
    const auto statement = statement_of(range, placed, keys->second.keys_of(placed.place.leaf));
    if (!statement) continue;
    const auto papers =
        opener_.papers().papers_of(*statement, range.circle, range.log, std::nullopt);
    if (!papers) return Fail{Refusal::unknown_log};
    const auto& author = papers->certificate.statement.person;
    if (found.author != author) return Fail{Refusal::unknown_log};
    if (ignores(author)) return Fail{Refusal::ignored_author};
    const auto record = record_of(papers->certificate);
    if (!record) return Fail{Refusal::unknown_log};
    return *record;
  }
  return Fail{Refusal::unknown_log};
}

Result<log::Placement, Refusal> Intake::place_range(const wire::RangeView& range,
                                                    const std::vector<Link>& links) {
  std::vector<log::Strand> strands;
  for (const auto number : strands_.of_log(range.log)) {
    log::Strand strand{number, strands_.strand(number).parent, {}};
    for (const auto& span : strands_.spans(number)) strand.spans.push_back(span.span);
    strands.push_back(std::move(strand));
  }
  const HeldLinksOf held{opener_};
  auto placed = log::place(strands, range, links, held);
  if (held.failed) return Fail{Refusal::store_failed};
  if (!placed) return Fail{Refusal::log_full};
  return std::move(*placed);
}

// Keys that came with this range may open what came before them: that is to be indexed again.
void Intake::queue_opened(const wire::RangeView& range, const Found& found, Batch& batch) const {
  std::optional<std::uint32_t> queued;
  for (const auto& placed : range.entries) {
    const auto epoch = placed.place.epoch.value;
    if (queued == epoch || !found.keys.contains(epoch)) continue;
    queued = epoch;
    const auto leaves_left = limits::epoch_leaves - placed.place.leaf.value;
    for (const auto strand : strands_.of_log(range.log)) {
      for (const auto& span : strands_.spans(strand)) {
        const Seq first{std::max(span.span.from.value, placed.place.seq.value)};
        const Seq end{std::min(span.span.next.value, placed.place.seq.value + leaves_left)};
        if (first < end) batch.push_back(change::QueueIndex{strand, first, {end.value - 1}});
      }
    }
  }
}

// Under the keys that came with the range, else under those that were held before. Entries that
// cannot state anything are not asked for.
Result<std::optional<wire::AudienceStatement>, Refusal> Intake::stated(
    const wire::RangeView& range, const wire::PlacedEntry& placed, const Found& found,
    StrandNumber strand) {
  std::optional<wire::AudienceStatement> statement;
  if (placed.entry.meta.size() < statement_bytes_min) return statement;
  const auto& author = strands_.strand(strand).person;
  const auto sound = [&] {
    return opener_.papers().papers_of(*statement, range.circle, range.log, author).has_value();
  };
  if (const auto brought = found.keys.find(placed.place.epoch.value); brought != found.keys.end()) {
    statement = statement_of(range, placed, brought->second.keys_of(placed.place.leaf));
    if (statement && sound()) return statement;
    statement.reset();
  }
  const auto tried = opener_.try_keys(strand, placed.place, [&](seal::LeafKeys keys) {
    statement = statement_of(range, placed, std::move(keys));
    return statement.has_value();
  });
  if (!tried) return Fail{Refusal::store_failed};
  if (statement && !sound()) statement.reset();
  return statement;
}

// Nothing: no keys at hand, neither those that came with the range nor those that were held.
Result<std::optional<bool>, Refusal> Intake::opens_now(const wire::RangeView& range,
                                                       const wire::PlacedEntry& placed,
                                                       const Found& found,
                                                       std::optional<StrandNumber> strand) {
  std::optional<bool> opens;
  const auto fits = [&](const seal::LeafKeys& keys) {
    opens = seal::open_entry(keys, range.log, placed.place, placed.entry).has_value();
    return *opens;
  };
  if (const auto brought = found.keys.find(placed.place.epoch.value); brought != found.keys.end()) {
    const auto leaf = brought->second.keys_of(placed.place.leaf);
    if (leaf && fits(*leaf)) return opens;
  }
  if (!strand) return opens;
  const auto tried = opener_.try_keys(*strand, placed.place, fits);
  if (!tried) return Fail{Refusal::store_failed};
  return opens;
}

// Links cover all of an entry but the keyed hash of a forgotten body, which only its keys can hold
// to the tag. Keys that open nothing else of its epoch may be those of another story, which nobody
// told of yet: then it is kept as it came, and asked for.
Result<void, Refusal> Intake::check_stand_ins(const wire::RangeView& range,
                                              const log::Placement& placed, const Found& found) {
  if (placed.forked || (placed.strand && strands_.strand(*placed.strand).forked)) return {};
  std::set<std::uint32_t> closed;  // epochs with stand-ins that do not open
  for (std::size_t i = 0; i < range.entries.size(); ++i) {
    const auto& entry = range.entries[i];
    if (entry.entry.body_state != wire::BodyState::forgotten || !is_fresh(placed.fresh, i))
      continue;
    const auto opens = opens_now(range, entry, found, placed.strand);
    if (!opens) return Fail{opens.error()};
    if (*opens == false) closed.insert(entry.place.epoch.value);
  }
  for (const auto& entry : range.entries) {
    if (!closed.contains(entry.place.epoch.value)) continue;
    const auto opens = opens_now(range, entry, found, placed.strand);
    if (!opens) return Fail{opens.error()};
    if (*opens == true) return Fail{Refusal::bent_stand_in};
  }
  const bool bent = placed.strand && closed.contains(range.entries.front().place.epoch.value) &&
                    opens_before(*placed.strand, range.entries.front().place);
  return bent ? Result<void, Refusal>{Fail{Refusal::bent_stand_in}} : Result<void, Refusal>{};
}

// Whether what is held of that epoch before the place opens.
bool Intake::opens_before(StrandNumber strand, const wire::Place& place) {
  const auto asked = std::min<std::uint64_t>(place.leaf.value, entries_asked_max);
  for (std::uint64_t back = 1; back <= asked; ++back) {
    const EntryKey key{strand, {place.seq.value - back}};
    if (!strands_.holds(key)) return false;
    if (opener_.open(key)) return true;
  }
  return false;
}

// Only within a range it is sure that places go on: what chains to a held entry may claim to stand
// anywhere.
bool Intake::follows_held(StrandNumber strand, const wire::Place& place) {
  if (place.seq.value == 0 || !strands_.holds({strand, {place.seq.value - 1}})) return false;
  const auto before = opener_.place_of({strand, {place.seq.value - 1}});
  return before && wire::following(*before, place.leaf.value == 0) == place;
}

// A record wherever an epoch begins, keys come, or who hears changes; at the front of what hangs in
// the air as well, so that every held entry knows its place.
Result<void, Refusal> Intake::put_epochs(const wire::RangeView& range, const Found& found,
                                         const std::vector<log::Run>& fresh, StrandNumber strand,
                                         Batch& batch) {
  for (const auto& run : fresh) {
    bool keys_put = false;
    for (auto i = run.first; i <= run.last; ++i) {
      const auto& placed = range.entries[i];
      if (placed.place.leaf.value == 0) keys_put = false;
      const auto held = found.keys.find(placed.place.epoch.value);
      const bool opens = held != found.keys.end() && held->second.opens(placed.place.leaf);
      const auto said = stated(range, placed, found, strand);
      if (!said) return Fail{said.error()};
      const auto& statement = *said;
      const bool brings_keys = opens && !keys_put;
      const bool goes_on = i != run.first || follows_held(strand, placed.place);
      if (goes_on && placed.place.leaf.value != 0 && !brings_keys && !statement) continue;
      EpochRecord record{strand, placed.place, {}, {}};
      if (brings_keys) record.keys = seal::encode_keys(held->second);
      keys_put = keys_put || brings_keys;
      if (statement) {
        record.audience = wire::encode_audience(statement->audience);
      } else if (const auto told = found.audiences.find(placed.place.seq);
                 told != found.audiences.end()) {
        record.audience = wire::encode_audience(told->second);
      }
      batch.push_back(change::PutEpoch{std::move(record)});
    }
  }
  return {};
}

Result<Taken, Refusal> Intake::take(ByteView bytes, WallTime now, Batch& batch) {
  const auto range = wire::decode_range(bytes);
  if (!range) return Fail{Refusal::bad_range};
  const auto links = log::verify_range(*range);
  if (!links) return Fail{Refusal::bad_range};
  if (!would_fit_whole(*range, bytes.size())) return Fail{Refusal::bent_stand_in};
  Found found;
  open_boxes(*range, found);
  const auto known = strands_.of_log(range->log);
  // Its author may have certified it for two: whoever carries it knows nothing of that.
  if (!known.empty() && strands_.id_of(strands_.strand(known.front()).circle) != range->circle) {
    return Fail{Refusal::log_full};
  }
  const auto placed = place_range(*range, *links);
  if (!placed) return Fail{placed.error()};
  // Whom I met after a third had put a log into what is our tie hears no more of it.
  if (!known.empty() && (ignores(strands_.strand(known.front()).person) ||
                         !may_author(strands_.strand(known.front()).person, range->circle))) {
    return Fail{Refusal::ignored_author};
  }
  if (placed->strand && !has_room_for_pieces(*placed, *range)) return Fail{Refusal::log_full};
  sort_spans(*range, *links, placed->fresh, found);
  if (const auto sound = check_stand_ins(*range, *placed, found); !sound) {
    return Fail{sound.error()};
  }
  auto record = known.empty() ? record_for(*range, found)
                              : Result<StrandRecord, Refusal>{strands_.strand(known.front())};
  if (!record) return Fail{record.error()};
  if (!within_quotas(*range, *placed, record->person, now, batch)) {
    return Fail{Refusal::over_quota};
  }

  Taken taken{{},
              0,
              placed->forked,
              record->person,
              found.used_card,
              range->log,
              range->previous,
              range->entries.front().place.seq,
              range->entries.back().place.seq.successor()};
  if (placed->strand) {
    taken.strand = *placed->strand;
  } else {
    if (known.empty()) record->circle = strands_.add_circle(range->circle, batch);
    record->parent = placed->parent;
    record->forked = record->forked || placed->forked;
    taken.strand = strands_.add_strand(*record, batch);
  }
  if (placed->forked) {
    for (const auto number : strands_.of_log(range->log)) strands_.mark_forked(number, batch);
  }
  if (!placed->fresh.empty()) {
    const auto done = put_fresh(*range, *links, *placed, found, taken.strand, now, batch);
    if (!done) return Fail{done.error()};
    for (const auto& run : placed->fresh) taken.fresh += run.last - run.first + 1;
  }
  if (const auto done = take_elsewhere(*range, found, *record, batch); !done) {
    return Fail{done.error()};
  }
  return taken;
}

Result<void, Refusal> Intake::put_fresh(const wire::RangeView& range,
                                        const std::vector<Link>& links,
                                        const log::Placement& placed, Found& found,
                                        StrandNumber strand, WallTime now, Batch& batch) {
  const auto refused = refuse_bodies(range, placed.fresh, found, strand, batch);
  if (!refused) return refused;
  if (const auto done = refuse_keys(range, found, batch); !done) return done;
  if (const auto done = put_epochs(range, found, placed.fresh, strand, batch); !done) return done;
  put_runs(range, links, placed, found, strand, now, batch);
  if (const auto done = put_head(range, strand, batch); !done) return done;
  queue_opened(range, found, batch);
  for (const auto number : strands_.of_log(range.log)) opener_.forget(number);
  for (const auto& at : found.waited) handed_.drop(range.log, at, batch);
  return {};
}

// What came for other entries than those of this range: a past, or another log of the same author.
Result<void, Refusal> Intake::take_elsewhere(const wire::RangeView& range, const Found& found,
                                             const StrandRecord& record, Batch& batch) {
  for (const auto* span : found.elsewhere) {
    if (const auto done = take_span(range.log, *span, batch); !done) return done;
  }
  for (const auto& handover : found.handovers) {
    if (!handover.log) continue;
    const auto done = take_other_log(handover, range.circle, record.person, batch);
    const bool passed_over =
        !done && (done.error() == Refusal::unknown_log || done.error() == Refusal::log_full);
    if (!done && !passed_over) return done;
  }
  return {};
}

}  // namespace kith::node
