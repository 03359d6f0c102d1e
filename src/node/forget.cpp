// Forgetting a body: what stands in its place, and what of the keys has to go with it.
// Source: docs/protocol.md §4.4.
#include "node/forget.hpp"

#include <algorithm>

#include "seal/key_codec.hpp"
#include "wire/header.hpp"

namespace kith::node {
namespace {

// The same entry with hashes in the place of its body.
ByteVec without_body(const wire::EntryView& entry, const BodyHash& hash) {
  auto forgotten = entry;
  forgotten.body_state = wire::BodyState::forgotten;
  const auto stand_in = wire::stand_in_of(hash, entry.body);
  forgotten.body = stand_in.view();
  ByteVec lean;
  wire::encode_entry(lean, forgotten);
  return lean;
}

// The same entry with the boxes that `mine` picks replaced by their hashes; nothing where it picks
// none.
template <class Pick>
std::optional<ByteVec> without_boxes(const wire::EntryView& entry, const Pick& mine) {
  if (entry.boxes.empty()) return std::nullopt;
  auto boxes = wire::decode_boxes(entry.boxes);
  std::vector<BoxHash> hashes(boxes.slots.size());
  bool any = false;
  for (std::size_t i = 0; i < boxes.slots.size(); ++i) {
    if (!boxes.slots[i].present || !mine(boxes.slots[i].bytes)) continue;
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

}  // namespace

// On every branch that the author told: its own entry at this seq, where it has one, and what it
// holds of the epoch's tree.
Result<void, Refusal> Forgetting::forget_body(EntryKey entry, Batch& batch) {
  const auto place = opener_.place_of(entry);
  if (!place) return Fail{Refusal::store_damaged};
  for (const auto strand : strands_.of_log(strands_.strand(entry.strand).log)) {
    const EntryKey here{strand, entry.seq};
    const auto lean = store_.entry(here);
    if (!lean) return Fail{refusal_of(lean.error())};
    std::optional<BodyHash> hash;
    if (*lean) {
      const auto replaced = forget_entry(here, **lean, batch);
      if (!replaced) return Fail{replaced.error()};
      hash = *replaced;
    }
    const auto done = forget_leaf(strand, *place, hash.value_or(BodyHash{}), batch);
    if (!done) return done;
    opener_.forget(strand);
  }
  return {};
}

// Replaces the body by its hash; nothing where it was replaced already, or does not open.
Result<std::optional<BodyHash>, Refusal> Forgetting::forget_entry(EntryKey entry, ByteView lean,
                                                                  Batch& batch) {
  const auto decoded = wire::decode_entry(lean);
  const auto place = opener_.place_of(entry);
  if (!decoded || !place) return Fail{Refusal::store_damaged};
  const auto keys = opener_.leaf_keys(entry);
  if (!keys) return Fail{Refusal::store_damaged};
  if (!*keys || decoded->entry.body_state != wire::BodyState::sealed) {
    return std::optional<BodyHash>{};
  }
  const auto hash = seal::hash_of_body(**keys, decoded->entry);
  if (!hash) return std::optional<BodyHash>{};
  const auto without = without_body(decoded->entry, *hash);
  batch.push_back(change::ReplaceEntry{entry, without});
  if (const auto done = forget_boxes(entry, *place, without, batch); !done) {
    return Fail{done.error()};
  }
  return std::optional{*hash};
}

// Punctures the leaf in every record of its epoch.
Result<void, Refusal> Forgetting::forget_leaf(StrandNumber strand, const wire::Place& place,
                                              const BodyHash& hash, Batch& batch) {
  auto records = store_.epochs(strand);
  if (!records) return Fail{refusal_of(records.error())};
  for (auto& record : *records) {
    if (record.first.epoch != place.epoch || record.keys.empty()) continue;
    auto keys = seal::decode_keys(record.keys);
    if (!keys) return Fail{Refusal::store_damaged};
    keys->puncture(place.leaf, hash);
    record.keys = seal::encode_keys(*keys);
    batch.push_back(change::PutEpoch{std::move(record)});
  }
  return {};
}

// What a box for me may be sealed under.
std::vector<const seal::PairSecret*> Forgetting::pairs_with(const PersonId& author) const {
  std::vector<const seal::PairSecret*> pairs{nullptr};
  if (const auto* contact = contacts_.find(author)) {
    if (contact->pair) pairs.push_back(&*contact->pair);
    for (const auto& secret : contact->opens) pairs.push_back(&secret);
  }
  return pairs;
}

// True where the box is for this device and hands over that epoch of that log.
bool Forgetting::brings_back(const seal::BoxPlace& at, ByteView box, const LogId& log,
                             EpochNumber epoch) const {
  for (const auto* pair : pairs_with(at.author)) {
    for (const auto& kept : prekeys_.all()) {
      const auto handover = seal::open_box(at, kept.own, pair, box);
      if (!handover || handover->log.value_or(at.log) != log) continue;
      return std::ranges::any_of(handover->spans,
                                 [&](const wire::Span& span) { return span.first.epoch == epoch; });
    }
  }
  return false;
}

// My boxes of this epoch would bring the key back: that of its opening or of my inclusion, and any
// past handed over later, in whichever log of the author. Those of others stay: they may not have
// come to them yet.
Result<void, Refusal> Forgetting::forget_boxes(EntryKey entry, const wire::Place& place,
                                               ByteView without_its_body, Batch& batch) {
  const auto& target = strands_.strand(entry.strand);
  const auto& circle = strands_.id_of(target.circle);
  for (const auto strand : strands_.of_circle(target.circle)) {
    const auto& record = strands_.strand(strand);
    if (record.person != target.person) continue;
    for (const auto& span : strands_.spans(strand)) {
      const Seq last{span.span.next.value - 1};
      const auto scanned = store_.scan(strand, span.span.from, last, [&](Seq seq, ByteView lean) {
        const EntryKey here{strand, seq};
        const auto decoded = wire::decode_entry(here == entry ? without_its_body : lean);
        if (!decoded || decoded->entry.boxes.empty()) return true;
        const auto stands = opener_.place_of(here);
        if (!stands) return true;
        const seal::BoxPlace at{circle, record.person, record.log, stands->epoch, seq};
        auto closed = without_boxes(decoded->entry, [&](ByteView box) {
          return brings_back(at, box, target.log, place.epoch);
        });
        if (closed) batch.push_back(change::ReplaceEntry{here, std::move(*closed)});
        return true;
      });
      if (!scanned) return Fail{refusal_of(scanned.error())};
    }
  }
  return {};
}

}  // namespace kith::node
