#include "node/opener.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "log/link.hpp"
#include "node/papers.hpp"
#include "seal/key_codec.hpp"

namespace kith::node {
namespace {

constexpr std::size_t epochs_remembered_max = 64;

OpenFailure failure_of(StoreError error) {
  return error == StoreError::damaged ? OpenFailure::damaged : OpenFailure::store_failed;
}

}  // namespace

wire::Place place_in(const EpochRecord& epoch, Seq seq) {
  const auto after = seq.value - epoch.first.seq.value;
  return {seq, epoch.first.epoch, {static_cast<std::uint16_t>(epoch.first.leaf.value + after)}};
}

Result<const Opener::Epoch*, OpenFailure> Opener::epoch_at(EntryKey key) {
  auto after = epochs_.upper_bound(key);
  if (after != epochs_.begin()) {
    const auto& [first, epoch] = *std::prev(after);
    const bool reaches = key.seq < epoch.next_first;
    if (first.strand == key.strand && reaches) return &epoch;
  }
  auto record = store_.epoch_at(key.strand, key.seq);
  if (!record) return Fail{failure_of(record.error())};
  if (!*record) return Fail{OpenFailure::damaged};
  auto keys =
      (*record)->keys.empty() ? std::optional{seal::KeySet{}} : seal::decode_keys((*record)->keys);
  if (!keys) return Fail{OpenFailure::damaged};
  crypto::wipe((*record)->keys);
  (*record)->keys.clear();
  if (epochs_.size() >= epochs_remembered_max) epochs_.clear();
  const auto next_first = end_of(**record);
  if (!next_first) return Fail{next_first.error()};
  const EntryKey first{key.strand, (*record)->first.seq};
  return &epochs_.insert_or_assign(first, Epoch{std::move(**record), *next_first, std::move(*keys)})
              .first->second;
}

// The first seq that cannot lie in this record. Leaves bound how far it reaches, so that a few
// questions find the record after it.
Result<Seq, OpenFailure> Opener::end_of(const EpochRecord& record) const {
  const auto leaves_left = limits::epoch_leaves - record.first.leaf.value;
  Seq last{std::min(record.first.seq.value + leaves_left - 1, limits::seq_max)};
  while (true) {
    const auto there = store_.epoch_at(record.strand, last);
    if (!there) return Fail{failure_of(there.error())};
    if (!*there || (*there)->first.seq <= record.first.seq) return last.successor();
    last = {(*there)->first.seq.value - 1};
  }
}

Result<std::optional<seal::LeafKeys>, OpenFailure> Opener::keys_of(EntryKey key,
                                                                   const wire::Place& place) {
  // Records within one epoch share its tree; the keys stand where they came.
  auto at = key;
  while (true) {
    const auto epoch = epoch_at(at);
    if (!epoch) return Fail{epoch.error()};
    if ((*epoch)->record.first.epoch != place.epoch) break;
    if (auto keys = (*epoch)->keys.keys_of(place.leaf)) return keys;
    const auto first = (*epoch)->record.first;
    if (first.leaf.value == 0 || first.seq.value == 0) break;
    at.seq = {first.seq.value - 1};
    const auto earlier = store_.epoch_at(at.strand, at.seq);
    if (!earlier) return Fail{failure_of(earlier.error())};
    if (!*earlier) break;
  }
  return std::optional<seal::LeafKeys>{};
}

Result<std::optional<seal::LeafKeys>, OpenFailure> Opener::leaf_keys(EntryKey key) {
  const auto place = place_of(key);
  if (!place) return Fail{place.error()};
  return keys_of(key, *place);
}

Result<wire::Place, OpenFailure> Opener::place_of(EntryKey key) {
  const auto epoch = epoch_at(key);
  if (!epoch) return Fail{epoch.error()};
  return place_in((*epoch)->record, key.seq);
}

Result<std::optional<wire::AudienceList>, OpenFailure> Opener::audience_of(EntryKey key) {
  const auto epoch = epoch_at(key);
  if (!epoch) return Fail{epoch.error()};
  if ((*epoch)->record.audience.empty()) return std::optional<wire::AudienceList>{};
  auto list = wire::decode_audience((*epoch)->record.audience);
  if (!list) return Fail{OpenFailure::damaged};
  return std::optional{std::move(*list)};
}

Result<Opened, OpenFailure> Opener::open(EntryKey key) {
  const auto lean = store_.entry(key);
  if (!lean) return Fail{failure_of(lean.error())};
  if (!*lean) return Fail{OpenFailure::not_held};
  return open(key, **lean);
}

Result<Opened, OpenFailure> Opener::open(EntryKey key, ByteView lean) {
  const auto decoded = wire::decode_entry(lean);
  if (!decoded || decoded->size != lean.size()) return Fail{OpenFailure::damaged};
  const auto place = place_of(key);
  if (!place) return Fail{place.error()};
  const auto keys = keys_of(key, *place);
  if (!keys) return Fail{keys.error()};
  if (!*keys) return Fail{OpenFailure::no_key};
  const auto& log = strands_.strand(key.strand).log;
  auto opened = seal::open_entry(**keys, log, *place, decoded->entry);
  if (!opened) return Fail{OpenFailure::unreadable};
  auto meta = wire::decode_meta(opened->meta);
  const bool states = meta && (place->leaf.value != 0 || meta->statement.has_value());
  if (!states) return Fail{OpenFailure::unreadable};
  const auto& circle = strands_.id_of(strands_.strand(key.strand).circle);
  if (meta->statement && !papers_of(*meta->statement, circle, log)) {
    return Fail{OpenFailure::unreadable};
  }
  return Opened{*place, std::move(*meta), std::move(opened->body), decoded->entry.body_state,
                opened->body_is_item};
}

Result<Link, OpenFailure> Opener::link_before(EntryKey key) {
  if (key.seq.value == 0) return log::link_before_all(strands_.strand(key.strand).log);
  for (const auto& span : strands_.spans(key.strand)) {
    if (span.span.from == key.seq) return span.span.before;
  }
  return link_of({key.strand, {key.seq.value - 1}});
}

Result<Link, OpenFailure> Opener::link_of(EntryKey key) {
  const SpanRecord* within = nullptr;
  for (const auto& span : strands_.spans(key.strand)) {
    if (span.span.from <= key.seq && key.seq < span.span.next) within = &span;
  }
  if (within == nullptr) return Fail{OpenFailure::not_held};
  if (key.seq.successor() == within->span.next) return within->span.head;
  const auto kept = store_.kept_link(key.strand, key.seq);
  if (!kept) return Fail{failure_of(kept.error())};
  const bool usable = *kept && (*kept)->seq >= within->span.from;
  Link link = usable ? (*kept)->link : within->span.before;
  const Seq from = usable ? (*kept)->seq.successor() : within->span.from;
  if (from > key.seq) return link;
  std::optional<OpenFailure> failure;
  const auto scanned = store_.scan(key.strand, from, key.seq, [&](Seq seq, ByteView lean) {
    const auto decoded = wire::decode_entry(lean);
    const auto place = place_of({key.strand, seq});
    if (!decoded || !place) {
      failure = decoded ? place.error() : OpenFailure::damaged;
      return false;
    }
    link = log::link_of(link, wire::header_of(decoded->entry, *place));
    return true;
  });
  if (!scanned) return Fail{failure_of(scanned.error())};
  if (failure) return Fail{*failure};
  return link;
}

void Opener::forget(StrandNumber strand) {
  std::erase_if(epochs_, [&](const auto& kept) { return kept.first.strand == strand; });
}

}  // namespace kith::node
