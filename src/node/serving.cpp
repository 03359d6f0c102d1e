#include "node/serving.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "node/open_refusal.hpp"
#include "seal/box.hpp"
#include "seal/key_codec.hpp"
#include "wire/range.hpp"
#include "wire/varint.hpp"

namespace kith::node {
namespace {

constexpr std::size_t range_front_bytes_max = 256;
constexpr std::size_t meta_keys_max = 48;  // of one span
// Of a range, around its entries and their number: version, circle, log, from, previous, epoch and
// leaf, signature.
constexpr std::size_t range_around_bytes = 1 + 32 + 32 + 8 + 32 + 4 + 2 + 64;

bool fits_a_range(const std::vector<ByteVec>& lean) {
  ByteVec count;
  wire::put_varint(count, lean.size());
  std::size_t bytes = range_around_bytes + count.size();
  for (const auto& one : lean) bytes += one.size();
  return lean.size() <= limits::range_entries_max && bytes <= limits::range_bytes_max;
}

}  // namespace

// The last entry of a range: the farthest head within the limits and its epoch. What lies between
// two heads always fits a range (limits::head_*).
Result<std::optional<HeadRecord>, Refusal> Serving::range_end(StrandNumber strand,
                                                              const Stretch& stretch,
                                                              std::size_t bytes_max) {
  const auto most = std::min<std::uint64_t>(bytes_max, limits::range_bytes_max);
  std::optional<HeadRecord> end;
  std::uint64_t bytes = 0;
  Seq at = stretch.from;
  while (true) {
    const auto next = store_.head_from(strand, at);
    if (!next) return Fail{refusal_of(next.error())};
    if (!*next || (*next)->last.seq >= stretch.next) return end;
    const auto& head = **next;
    bytes += head.bytes;
    const bool fits = head.last.seq.value - stretch.from.value < limits::range_entries_max &&
                      bytes + range_front_bytes_max <= most;
    if (end && !fits) return end;
    end = head;
    at = head.last.seq.successor();
    if (at == stretch.next) return end;
    const auto place = opener_.place_of({strand, at});
    const auto before = opener_.place_of(head.last);
    if (!place || !before) return Fail{refusal_for_holder((place ? before : place).error())};
    if (place->leaf.value == 0 || wire::following(*before, false) != *place) return end;
  }
}

Result<std::optional<Serving::Range>, Refusal> Serving::range(StrandNumber strand,
                                                              const Stretch& stretch,
                                                              std::size_t bytes_max) {
  const auto& record = strands_.strand(strand);
  const auto& spans = strands_.spans(strand);
  const auto within = std::ranges::find_if(spans, [&](const SpanRecord& span) {
    return span.span.from <= stretch.from && stretch.from < span.span.next;
  });
  if (within == spans.end()) return std::optional<Range>{};
  const auto before = opener_.link_before({strand, stretch.from});
  if (!before) return Fail{refusal_for_holder(before.error())};
  const auto end =
      range_end(strand, {stretch.from, std::min(stretch.next, within->span.next)}, bytes_max);
  if (!end) return Fail{end.error()};
  if (!*end) return std::optional<Range>{};
  wire::RangeView range{strands_.id_of(record.circle), record.log, *before, {}, (*end)->signature};
  std::vector<ByteVec> kept;  // what the views of the range look into
  const auto scanned = store_.scan(strand, stretch.from, (*end)->last.seq, [&](Seq, ByteView lean) {
    kept.emplace_back(lean.begin(), lean.end());
    return true;
  });
  if (!scanned) return Fail{refusal_of(scanned.error())};
  // Bodies may have come that no earlier version of this home counted with their stand-ins.
  if (!fits_a_range(kept)) return std::optional<Range>{};
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto decoded = wire::decode_entry(kept[i]);
    const auto place = opener_.place_of({strand, {stretch.from.value + i}});
    if (!decoded || !place) return Fail{Refusal::store_damaged};
    range.entries.push_back({*place, decoded->entry});
  }
  return std::optional{Range{wire::encode_range(range), (*end)->last.seq.successor()}};
}

Result<std::vector<Stretch>, Refusal> Serving::cuts(StrandNumber strand, const Stretch& stretch,
                                                    std::size_t bytes_max) {
  std::vector<Stretch> pieces;
  Seq at = stretch.from;
  while (at < stretch.next) {
    const auto end = range_end(strand, {at, stretch.next}, bytes_max);
    if (!end) return Fail{end.error()};
    if (!*end) break;
    pieces.push_back({at, (*end)->last.seq.successor()});
    at = pieces.back().next;
  }
  return pieces;
}

Result<Link, Refusal> Serving::head_of(StrandNumber strand, const Stretch& stretch) {
  const auto link = opener_.link_of({strand, {stretch.next.value - 1}});
  if (!link) return Fail{refusal_for_holder(link.error())};
  return *link;
}

Result<std::optional<ByteVec>, Refusal> Serving::certificate(StrandNumber strand) {
  const auto records = store_.epochs(strand);
  if (!records) return Fail{refusal_of(records.error())};
  for (const auto& record : *records) {
    const EntryKey first{strand, record.first.seq};
    if (!strands_.holds(first)) continue;
    const auto opened = opener_.open(first);
    if (opened && opened->meta.statement) {
      return std::optional{opened->meta.statement->certificate};
    }
  }
  return std::optional<ByteVec>{};
}

Result<wire::Span, Refusal> Serving::span_of(const EntryKey& first, const wire::Place& place,
                                             LeafIndex last_leaf) {
  const auto before = opener_.link_before(first);
  if (!before) return Fail{refusal_for_holder(before.error())};
  const auto audience = opener_.audience_of(first);
  if (!audience) return Fail{refusal_for_holder(audience.error())};
  wire::Span span{place, *before, {}, {}, *audience};
  EntryKey at = first;
  seal::KeySet keys;
  while (true) {  // records of one epoch share its tree; keys stand where they came
    auto record = store_.epoch_at(at.strand, at.seq);
    if (!record) return Fail{refusal_of(record.error())};
    if (!*record || (*record)->first.epoch != place.epoch) break;
    if (!(*record)->keys.empty()) {
      const auto held = seal::decode_keys((*record)->keys);
      crypto::wipe((*record)->keys);
      if (!held) return Fail{Refusal::store_damaged};
      keys.add(held->nodes(), held->meta_keys());
    }
    if ((*record)->first.seq.value == 0) break;
    at.seq = {(*record)->first.seq.value - 1};
  }
  auto cover = keys.cover(place.leaf, last_leaf);
  span.nodes = std::move(cover.nodes);
  span.meta_keys = std::move(cover.meta_keys);
  return span;
}

// One span an epoch, of what is held.
Result<std::vector<wire::Span>, Refusal> Serving::spans(StrandNumber strand, const Stretch& stretch,
                                                        Upto upto) {
  std::vector<wire::Span> found;
  Seq at = stretch.from;
  while (at < stretch.next) {
    if (!strands_.holds({strand, at})) {
      at = at.successor();
      continue;
    }
    const auto place = opener_.place_of({strand, at});
    if (!place) return Fail{refusal_for_holder(place.error())};
    Seq last = at;
    auto last_leaf = place->leaf;
    for (auto next = at.successor(); next < stretch.next; next = next.successor()) {
      if (!strands_.holds({strand, next})) break;
      const auto there = opener_.place_of({strand, next});
      if (!there) return Fail{refusal_for_holder(there.error())};
      if (there->epoch != place->epoch) break;
      last = next;
      last_leaf = there->leaf;
    }
    if (upto == Upto::end_of_epoch && last.successor() == stretch.next) {
      last_leaf = {limits::epoch_leaves - 1};
    }
    auto span = span_of({strand, at}, *place, last_leaf);
    if (!span) return Fail{span.error()};
    if (span->meta_keys.size() > meta_keys_max && last.value - at.value >= meta_keys_max) {
      last = {at.value + meta_keys_max - 1};  // so that it fits a box
      last_leaf = {static_cast<std::uint16_t>(place->leaf.value + meta_keys_max - 1)};
      auto shorter = span_of({strand, at}, *place, last_leaf);
      if (!shorter) return Fail{shorter.error()};
      *span = std::move(*shorter);
    }
    if (!span->nodes.empty() || !span->meta_keys.empty()) found.push_back(std::move(*span));
    at = last.successor();
  }
  return found;
}

Result<std::vector<wire::Handover>, Refusal> Serving::handovers(StrandNumber strand,
                                                                const Stretch& stretch,
                                                                Naming naming, Upto upto) {
  auto all = spans(strand, stretch, upto);
  if (!all) return Fail{all.error()};
  wire::Handover empty;
  if (naming == Naming::named) {
    auto papers = certificate(strand);
    if (!papers) return Fail{papers.error()};
    if (!*papers) return std::vector<wire::Handover>{};
    empty.log = strands_.strand(strand).log;
    empty.certificate = std::move(**papers);
  }
  std::vector<wire::Handover> packed;
  const auto fits = [](const wire::Handover& handover) {
    return wire::encode_handover(handover).size() <= seal::handover_bytes_max();
  };
  for (auto& span : *all) {
    if (packed.empty()) packed.push_back({{}, empty.log, empty.certificate});
    packed.back().spans.push_back(std::move(span));
    const bool alone = packed.back().spans.size() == 1;
    if (!alone && (packed.back().spans.size() > wire::spans_max || !fits(packed.back()))) {
      auto moved = std::move(packed.back().spans.back());
      packed.back().spans.pop_back();
      packed.push_back({{}, empty.log, empty.certificate});
      packed.back().spans.push_back(std::move(moved));
    }
  }
  return packed;
}

// What a lost disk took along came back without its keys: it says no time, and cannot be given.
Result<std::optional<Serving::Claimed>, Refusal> Serving::first_open(StrandNumber strand, Seq from,
                                                                     Seq end) {
  for (auto seq = from; seq < end; seq = seq.successor()) {
    const auto opened = opener_.open({strand, seq});
    if (opened) return Claimed{seq, opened->meta.time};
    const auto why = opened.error();
    const bool closed = why == OpenFailure::no_key || why == OpenFailure::unreadable;
    if (!closed) return Fail{refusal_for_holder(why)};
  }
  return std::optional<Claimed>{};
}

// Of what is committed: the step that asks may have written more.
Result<std::optional<Seq>, Refusal> Serving::first_since(StrandNumber strand, WallTime time) {
  const auto spans = store_.spans(strand);
  if (!spans) return Fail{refusal_of(spans.error())};
  for (const auto& span : *spans) {
    auto low = span.span.from.value;
    auto high = span.span.next.value;
    while (low < high) {
      const auto middle = low + (high - low) / 2;
      const auto known = first_open(strand, {middle}, {high});
      if (!known) return Fail{known.error()};
      if (*known && (*known)->time < time) {
        low = (*known)->seq.value + 1;
      } else {
        high = middle;
      }
    }
    const auto first = first_open(strand, {low}, span.span.next);
    if (!first) return Fail{first.error()};
    if (*first) return std::optional{(*first)->seq};
  }
  return std::optional<Seq>{};
}

}  // namespace kith::node
