// Forgetting a body: what stands in its place, and what of the keys has to go with it.
// Source: docs/protocol.md §4.4.
#include "node/forget.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "seal/key_codec.hpp"
#include "wire/header.hpp"

namespace kith::node {
namespace {

// In place of keys that are to be gone.
void put_now(EpochRecord record, Batch& batch) {
  for (auto& change : batch) {
    auto* put = std::get_if<change::PutEpoch>(&change);
    if (put == nullptr || put->epoch.strand != record.strand ||
        put->epoch.first.seq != record.first.seq) {
      continue;
    }
    *put = {std::move(record), change::Before::is_to_be_gone};
    return;
  }
  batch.push_back(change::PutEpoch{std::move(record), change::Before::is_to_be_gone});
}

EpochRecord record_now(EpochRecord stored, const Batch& batch) {
  for (const auto& change : batch) {
    const auto* put = std::get_if<change::PutEpoch>(&change);
    if (put != nullptr && put->epoch.strand == stored.strand &&
        put->epoch.first.seq == stored.first.seq) {
      return put->epoch;
    }
  }
  return stored;
}

}  // namespace

ByteView lean_now(EntryKey entry, ByteView stored, const Batch& batch) {
  for (const auto& change : batch) {
    const auto* replaced = std::get_if<change::ReplaceEntry>(&change);
    if (replaced != nullptr && replaced->entry == entry) stored = replaced->lean;
  }
  return stored;
}

EpochReach reach_of(const wire::Place& place) {
  const auto first = place.seq.value - std::min<std::uint64_t>(place.seq.value, place.leaf.value);
  return {{first}, {first + limits::epoch_leaves - 1}};
}

bool same_epoch(const wire::Place& one, const wire::Place& other) {
  return one.epoch == other.epoch && one.opening() == other.opening();
}

std::optional<Forgotten> without_body(const seal::LeafKeys& keys, const LogId& log,
                                      const wire::PlacedEntry& placed) {
  const auto& [place, entry] = placed;
  if (entry.body_state == wire::BodyState::none) return std::nullopt;
  const auto opened = seal::open_entry(keys, log, place, entry);
  if (!opened) return std::nullopt;
  auto forgotten = entry;
  forgotten.body_state = wire::BodyState::forgotten;
  const auto stand_in = wire::stand_in_of(opened->body_hash, entry);
  forgotten.body = stand_in.view();
  ByteVec lean;
  wire::encode_entry(lean, forgotten);
  return Forgotten{place, opened->body_hash, std::move(lean)};
}

std::optional<ByteVec> without_boxes(const wire::EntryView& entry,
                                     const std::function<bool(ByteView)>& pick) {
  if (entry.boxes.empty()) return std::nullopt;
  auto boxes = wire::decode_boxes(entry.boxes);
  std::vector<BoxHash> hashes(boxes.slots.size());
  bool any = false;
  for (std::size_t i = 0; i < boxes.slots.size(); ++i) {
    if (!boxes.slots[i].present || !pick(boxes.slots[i].bytes)) continue;
    hashes[i] = wire::hash_of_box(boxes.slots[i].bytes);
    boxes.slots[i] = {false, hashes[i].view()};
    any = true;
  }
  if (!any) return std::nullopt;
  const auto part = wire::encode_boxes(boxes);
  auto closed = entry;
  closed.boxes = part;
  ByteVec lean;
  wire::encode_entry(lean, closed);
  return lean;
}

// Stories may number their epochs alike: only what opens the entry is its key.
bool puncture(seal::KeySet& keys, const LogId& log, const Forgotten& forgotten) {
  const auto leaf = keys.keys_of(forgotten.place.leaf);
  const auto entry = wire::decode_entry(forgotten.lean);
  if (!leaf || !entry) return false;
  if (!seal::open_entry(*leaf, log, forgotten.place, entry->entry)) return false;
  keys.puncture(forgotten.place.leaf, forgotten.hash);
  return true;
}

void put_keys(wire::Span& span, const seal::KeySet& keys) {
  span.nodes.clear();
  span.meta_keys.clear();
  for (const auto& node : keys.nodes()) span.nodes.push_back(seal::clone(node));
  for (const auto& kept : keys.meta_keys()) span.meta_keys.push_back(seal::clone(kept));
}

bool puncture(wire::Span& span, const LogId& log, const Forgotten& forgotten) {
  if (!same_epoch(span.first, forgotten.place)) return false;
  seal::KeySet keys;
  keys.add(span.nodes, span.meta_keys);
  if (!puncture(keys, log, forgotten)) return false;
  put_keys(span, keys);
  return true;
}

Result<void, Refusal> Forgetting::forget_body(EntryKey entry, Batch& batch) {
  const auto log = strands_.strand(entry.strand).log;
  for (const auto strand : strands_.of_log(log)) {
    const EntryKey here{strand, entry.seq};
    const auto lean = store_.entry(here);
    if (!lean) return Fail{refusal_of(lean.error())};
    if (!*lean) continue;
    const auto decoded = wire::decode_entry(**lean);
    const auto place = opener_.place_of(here);
    if (!decoded || !place) return Fail{Refusal::store_damaged};
    std::optional<Forgotten> forgotten;
    const auto tried = opener_.try_keys(strand, *place, [&](const seal::LeafKeys& keys) {
      forgotten = without_body(keys, log, {*place, decoded->entry});
      return forgotten.has_value();
    });
    if (!tried) return Fail{Refusal::store_damaged};
    if (!forgotten) continue;
    batch.push_back(change::ReplaceEntry{here, forgotten->lean});
    if (const auto done = forget_key(log, *forgotten, batch); !done) return done;
  }
  for (const auto strand : strands_.of_log(log)) {
    opener_.forget(strand);
    opener_.opened_ahead().drop(strand);
  }
  return {};
}

Result<void, Refusal> Forgetting::forget_key(const LogId& log, const Forgotten& forgotten,
                                             Batch& batch) {
  if (const auto done = forget_records(log, forgotten, batch); !done) return done;
  forget_waiting(log, forgotten, batch);
  return forget_boxes(log, forgotten.place.epoch, batch);
}

// Punctures the leaf in every record of its epoch, on every branch.
Result<void, Refusal> Forgetting::forget_records(const LogId& log, const Forgotten& forgotten,
                                                 Batch& batch) {
  for (const auto strand : strands_.of_log(log)) {
    auto records = store_.epochs(strand);
    if (!records) return Fail{refusal_of(records.error())};
    for (auto& stored : *records) {
      if (!same_epoch(stored.first, forgotten.place)) continue;
      auto record = record_now(std::move(stored), batch);
      if (record.keys.empty()) continue;
      auto keys = seal::decode_keys(record.keys);
      if (!keys) return Fail{Refusal::store_damaged};
      if (!puncture(*keys, log, forgotten)) continue;
      auto punctured = seal::encode_keys(*keys);
      if (punctured == record.keys) continue;
      record.keys = std::move(punctured);
      put_now(std::move(record), batch);
    }
  }
  return {};
}

void Forgetting::forget_waiting(const LogId& log, const Forgotten& forgotten, Batch& batch) {
  const auto reach = reach_of(forgotten.place);
  std::vector<std::pair<Handed::At, wire::Span>> changed;
  for (const auto* waiting : handed_.within(log, reach.first, reach.last)) {
    auto without = clone(waiting->second.span);
    if (puncture(without, log, forgotten)) changed.emplace_back(waiting->first, std::move(without));
  }
  for (const auto& [at, span] : changed) handed_.replace(log, at, span, batch);
}

// What a box for me may be sealed under.
std::vector<const seal::PairSecret*> Forgetting::pairs_with(const PersonId& author) const {
  std::vector<const seal::PairSecret*> pairs{nullptr};
  if (const auto* contact = keys_.contacts.find(author)) {
    if (contact->pair) pairs.push_back(&*contact->pair);
    for (const auto& secret : contact->opens) pairs.push_back(&secret);
  }
  return pairs;
}

// Of an entry, whatever the number of its boxes, which its author chose. The secret of a recovery
// key is elsewhere: of a box to one, in force or not, its hint has to tell, and the epoch it is in.
Forgetting::Hints Forgetting::hints_at(const seal::BoxPlace& at, ToRecovery to_recovery) {
  Hints hints;
  for (const auto* pair : pairs_with(at.author)) {
    for (const auto& kept : keys_.prekeys.all()) {
      hints.emplace(seal::hint_for(at, kept.own, pair), BoxKey{&kept.own, pair});
    }
  }
  if (to_recovery == ToRecovery::too && at.author == keys_.identity.person_id()) {
    const auto& own = keys_.identity.own_devices;
    for (const auto& key : keys_.self.recoveries()) {
      hints.emplace(seal::recovery_hint(at, key, own), BoxKey{nullptr, &own});
    }
  }
  hints_made_ += hints.size();
  return hints;
}

// True where the box is for this device, or for a recovery key of mine, and hands over that epoch
// of that log.
bool Forgetting::brings_back(const seal::BoxPlace& at, const Hints& hints, ByteView box,
                             const LogId& log, EpochNumber epoch) {
  const auto [first, last] = hints.equal_range(seal::hint_of(box));
  for (auto it = first; it != last; ++it) {
    const auto& [prekey, pair] = it->second;
    if (prekey == nullptr) {
      if (seal::is_of_suite(box, pair)) return true;
      continue;
    }
    const auto handover = seal::open_box(at, *prekey, pair, box);
    if (!handover || handover->log.value_or(at.log) != log) continue;
    return std::ranges::any_of(handover->spans,
                               [&](const wire::Span& span) { return span.first.epoch == epoch; });
  }
  return false;
}

// My boxes of this epoch would bring the key back: that of its opening or of my inclusion, one for
// a recovery key, and any past handed over later, in whichever log of the author. Those of others
// stay: they may not have come to them yet.
Result<void, Refusal> Forgetting::forget_boxes(const LogId& log, EpochNumber epoch, Batch& batch) {
  const auto& target = strands_.strand(strands_.of_log(log).front());
  const auto& circle = strands_.id_of(target.circle);
  for (const auto strand : strands_.of_circle(target.circle)) {
    const auto& record = strands_.strand(strand);
    if (record.person != target.person) continue;
    // As they are kept, not as this step leaves them: it may just have added some.
    const auto spans = store_.spans(strand);
    if (!spans) return Fail{refusal_of(spans.error())};
    for (const auto& span : *spans) {
      const Seq last{span.span.next.value - 1};
      const auto scanned = store_.scan(strand, span.span.from, last, [&](Seq seq, ByteView lean) {
        const EntryKey here{strand, seq};
        const auto decoded = wire::decode_entry(lean_now(here, lean, batch));
        if (!decoded || decoded->entry.boxes.empty()) return true;
        const auto stands = opener_.place_of(here);
        if (!stands) return true;
        const seal::BoxPlace at{circle, record.person, record.log, stands->epoch, seq};
        const bool opens_it = at.log == log && at.epoch == epoch;
        const auto hints = hints_at(at, opens_it ? ToRecovery::too : ToRecovery::no);
        auto closed = without_boxes(
            decoded->entry, [&](ByteView box) { return brings_back(at, hints, box, log, epoch); });
        if (closed) batch.push_back(change::ReplaceEntry{here, std::move(*closed)});
        return true;
      });
      if (!scanned) return Fail{refusal_of(scanned.error())};
    }
  }
  return {};
}

}  // namespace kith::node
