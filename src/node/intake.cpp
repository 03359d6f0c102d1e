#include "node/intake.hpp"

#include <algorithm>
#include <map>

#include "base/limits.hpp"
#include "log/link.hpp"
#include "node/papers.hpp"
#include "seal/key_codec.hpp"
#include "wire/range.hpp"

namespace kith::node {
namespace {

constexpr std::size_t front_bytes_max = 48;  // flags, sizes and tag of a lean entry

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

ByteVec encoded(const wire::AudienceList& audience) {
  wire::CborWriter out;
  wire::encode_audience(out, audience);
  return out.take();
}

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

struct Intake::Found {
  std::map<std::uint32_t, seal::KeySet> keys;   // by epoch
  std::map<Seq, wire::AudienceList> audiences;  // as handovers say
  std::optional<std::size_t> used_card;         // ... an unused one of mine
  std::size_t tries{};                          // hints looked at
  std::optional<PersonId> author;               // whose pair secret opened a box
};

std::vector<PersonId> Intake::possible_authors(const LogId& log) const {
  if (const auto known = strands_.of_log(log); !known.empty()) {
    return {strands_.strand(known.front()).person};
  }
  std::vector<PersonId> persons;
  for (const auto& [person, contact] : mine_.contacts.all()) persons.push_back(person);
  return persons;
}

// What a box of this author may be sealed under: what we share, what nobody used yet, nothing.
std::vector<const seal::PairSecret*> Intake::pairs_with(const PersonId& author) const {
  std::vector<const seal::PairSecret*> pairs;
  const auto* contact = mine_.contacts.find(author);
  if (contact != nullptr) {
    if (contact->pair) pairs.push_back(&*contact->pair);
    for (const auto& secret : contact->opens) pairs.push_back(&secret);
  }
  for (const auto& secret : mine_.cards.unused()) pairs.push_back(&secret);
  pairs.push_back(nullptr);
  return pairs;
}

void Intake::try_box(const seal::BoxPlace& place, ByteView box, Found& found) const {
  const auto& unused = mine_.cards.unused();
  for (const auto* pair : pairs_with(place.author)) {
    for (const auto& prekey : mine_.prekeys.all()) {
      if (found.tries++ >= limits::hint_tries_max) return;
      const auto handover = seal::open_box(place, prekey.own, pair, box);
      if (!handover || handover->log) continue;  // a past of another log: taken in elsewhere
      found.author = place.author;
      for (std::size_t i = 0; i < unused.size(); ++i) {
        if (&unused[i] == pair) found.used_card = i;
      }
      for (const auto& span : handover->spans) {
        found.keys[span.first.epoch.value].add(span.nodes, span.meta_keys);
        if (span.audience) found.audiences[span.first.seq] = *span.audience;
      }
      return;
    }
  }
}

void Intake::open_boxes(const wire::RangeView& range, Found& found) const {
  const auto authors = possible_authors(range.log);
  for (const auto& placed : range.entries) {
    if (placed.entry.boxes.empty()) continue;
    for (const auto& slot : wire::decode_boxes(placed.entry.boxes).slots) {
      if (!slot.present) continue;
      for (const auto& author : authors) {
        try_box({range.circle, author, range.log, placed.place.epoch, placed.place.seq}, slot.bytes,
                found);
      }
    }
  }
}

// A new log needs papers: a certificate in an entry that opens, of the author whose box opened it.
Result<StrandRecord, Refusal> Intake::record_for(const wire::RangeView& range,
                                                 const Found& found) const {
  for (const auto& placed : range.entries) {
    const auto keys = found.keys.find(placed.place.epoch.value);
    if (keys == found.keys.end()) continue;
    const auto statement = statement_of(range, placed, keys->second.keys_of(placed.place.leaf));
    if (!statement) continue;
    const auto papers = papers_of(*statement, range.circle, range.log);
    if (!papers) return Fail{Refusal::unknown_log};
    const auto& said = papers->certificate.statement;
    const bool known = found.author == said.person && mine_.contacts.find(said.person) != nullptr;
    if (!known) return Fail{Refusal::unknown_log};
    return StrandRecord{{}, {}, said.log, said.person, said.device, said.form, std::nullopt, false};
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

void Intake::put_runs(const wire::RangeView& range, const std::vector<Link>& links,
                      const log::Placement& placed, StrandNumber strand, WallTime now,
                      Batch& batch) {
  std::vector<HeldSpan> spans;
  for (const auto& record : strands_.spans(strand)) spans.push_back(record.span);
  for (const auto& run : placed.fresh) {
    change::PutEntries put{strand, range.entries[run.first].place.seq, {}, {}, now};
    for (auto i = run.first; i <= run.last; ++i) {
      ByteVec lean;
      wire::encode_entry(lean, range.entries[i].entry);
      put.lean.push_back(std::move(lean));
      put.links.push_back(links[i]);
    }
    const HeldSpan added{put.first, range.entries[run.last].place.seq.successor(),
                         run.first == 0 ? range.previous : links[run.first - 1], links[run.last]};
    log::add_span(spans, added);
    batch.push_back(std::move(put));
  }
  std::vector<SpanRecord> records;
  for (const auto& span : spans) records.push_back({strand, span});
  strands_.put_spans(strand, std::move(records), batch);
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

// All of the range is held now, so its signature is one to pass on.
Result<void, Refusal> Intake::put_head(const wire::RangeView& range, StrandNumber strand,
                                       Batch& batch) const {
  SignedRun run{{strand, range.entries.back().place.seq},
                range.signature,
                range.entries.size(),
                0,
                range.entries.front().place.leaf.value == 0};
  for (const auto& placed : range.entries) {
    const auto& entry = placed.entry;
    run.bytes += entry.meta.size() + entry.body.size() + entry.boxes.size() + front_bytes_max;
  }
  const auto kept = keep_head(store_, run, batch);
  if (!kept) return Fail{refusal_of(kept.error())};
  return {};
}

// Under the keys that came with the range, else under those that were held before. Entries that
// cannot state anything are not asked for.
Result<std::optional<seal::LeafKeys>, Refusal> Intake::leaf_of(const wire::PlacedEntry& placed,
                                                               const Found& found,
                                                               StrandNumber strand) {
  if (placed.entry.meta.size() < statement_bytes_min) return std::optional<seal::LeafKeys>{};
  const auto brought = found.keys.find(placed.place.epoch.value);
  if (brought != found.keys.end()) {
    if (auto leaf = brought->second.keys_of(placed.place.leaf)) return leaf;
  }
  auto held = opener_.keys_held({strand, placed.place.seq}, placed.place);
  if (!held) return Fail{Refusal::store_failed};
  return std::move(*held);
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
      const auto leaf = leaf_of(placed, found, strand);
      if (!leaf) return Fail{leaf.error()};
      const auto statement = statement_of(range, placed, *leaf);
      const bool brings_keys = opens && !keys_put;
      if (i != run.first && placed.place.leaf.value != 0 && !brings_keys && !statement) continue;
      EpochRecord record{strand, placed.place, {}, {}};
      if (brings_keys) record.keys = seal::encode_keys(held->second);
      keys_put = keys_put || brings_keys;
      if (statement) {
        record.audience = encoded(statement->audience);
      } else if (const auto said = found.audiences.find(placed.place.seq);
                 said != found.audiences.end()) {
        record.audience = encoded(said->second);
      }
      // A branch shares its past, and the epoch that it left in, with the strand it left.
      const auto& from = strands_.strand(strand);
      const bool branches = from.parent && strands_.spans(strand).empty() && i == run.first;
      const auto earlier = store_.epoch_at(branches ? *from.parent : strand, placed.place.seq);
      if (!earlier) return Fail{refusal_of(earlier.error())};
      const bool same_epoch = *earlier && (*earlier)->first.epoch == placed.place.epoch;
      if (same_epoch && record.audience.empty() && i == run.first) {
        record.audience = (*earlier)->audience;
        if (record.keys.empty() && !branches) continue;  // it goes on as before
        if (record.keys.empty()) record.keys = (*earlier)->keys;
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
  Found found;
  open_boxes(*range, found);
  const auto known = strands_.of_log(range->log);
  StrandRecord record;
  if (known.empty()) {
    auto made = record_for(*range, found);
    if (!made) return Fail{made.error()};
    record = *made;
  } else {
    record = strands_.strand(known.front());
    if (strands_.id_of(record.circle) != range->circle) return Fail{Refusal::bad_range};
  }
  const auto placed = place_range(*range, *links);
  if (!placed) return Fail{placed.error()};

  Taken taken{{}, 0, placed->forked, record.person, found.used_card};
  if (placed->strand) {
    taken.strand = *placed->strand;
  } else {
    if (known.empty()) record.circle = strands_.add_circle(range->circle, batch);
    record.parent = placed->parent;
    record.forked = placed->forked;
    taken.strand = strands_.add_strand(record, batch);
  }
  if (placed->forked) {
    for (const auto number : strands_.of_log(range->log)) strands_.mark_forked(number, batch);
  }
  for (const auto& run : placed->fresh) taken.fresh += run.last - run.first + 1;
  if (taken.fresh > 0) {
    if (const auto done = put_epochs(*range, found, placed->fresh, taken.strand, batch); !done) {
      return Fail{done.error()};
    }
    put_runs(*range, *links, *placed, taken.strand, now, batch);
    if (const auto done = put_head(*range, taken.strand, batch); !done) return Fail{done.error()};
    queue_opened(*range, found, batch);
    for (const auto strand : strands_.of_log(range->log)) opener_.forget(strand);
  }
  return taken;
}

}  // namespace kith::node
