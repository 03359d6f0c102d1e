#include "node/node.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "wire/cbor.hpp"
#include "wire/range.hpp"

namespace kith::node {
namespace {

constexpr std::size_t range_front_bytes_max = 256;

Result<ByteVec, Refusal> value_of(const Store& store, ValueName name) {
  auto value = store.value(name);
  if (!value) return Fail{refusal_of(value.error())};
  if (!*value) return Fail{Refusal::store_damaged};
  return std::move(**value);
}

Refusal refusal_for(OpenFailure failure) {
  return failure == OpenFailure::store_failed ? Refusal::store_failed : Refusal::store_damaged;
}

}  // namespace

bool is_name(std::string_view name) {
  if (name.empty() || name.size() > limits::name_bytes_max || !wire::is_utf8(as_bytes(name))) {
    return false;
  }
  const bool edges = name.front() != ' ' && name.back() != ' ';
  return edges && std::ranges::none_of(name, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

Node::Node(const Store& store, Entropy& entropy, Identity identity)
    : store_(store),
      entropy_(entropy),
      identity_(std::move(identity)),
      opener_(store, strands_),
      indexer_(store, strands_, opener_) {}

StepOf<std::unique_ptr<Node>> Node::begin(const Store& store, Entropy& entropy,
                                          std::string_view name, WallTime now) {
  if (!is_name(name)) return Fail{Refusal::bad_name};
  std::unique_ptr<Node> node{new Node{store, entropy, Identity::generate(entropy)}};
  Batch batch;
  batch.push_back(change::PutValue{ValueName::identity, encode_identity(node->identity_)});
  node->self_circle_ = node->strands_.add_circle(node->identity_.self_circle, batch);
  const auto told =
      node->tell_self(kinds::PersonName{node->person(), std::string{name}}, {}, now, batch);
  if (!told) return Fail{told.error()};
  return Step<std::unique_ptr<Node>>{std::move(batch), std::move(node)};
}

Result<std::unique_ptr<Node>, Refusal> Node::open(const Store& store, Entropy& entropy) {
  auto bytes = value_of(store, ValueName::identity);
  if (!bytes) return Fail{bytes.error()};
  auto identity = decode_identity(*bytes);
  crypto::wipe(*bytes);
  if (!identity) return Fail{Refusal::store_damaged};
  std::unique_ptr<Node> node{new Node{store, entropy, std::move(*identity)}};
  if (const auto loaded = node->load(); !loaded) return Fail{loaded.error()};
  return node;
}

Result<void, Refusal> Node::load() {
  auto prekey_bytes = value_of(store_, ValueName::prekeys);
  if (!prekey_bytes) return Fail{prekey_bytes.error()};
  auto prekeys = Prekeys::decode(*prekey_bytes);
  crypto::wipe(*prekey_bytes);
  auto strands = Strands::load(store_);
  if (!prekeys || !strands) return Fail{Refusal::store_damaged};
  prekeys_ = std::move(*prekeys);
  strands_ = std::move(*strands);
  const auto self_circle = strands_.number_of(identity_.self_circle);
  if (!self_circle) return Fail{Refusal::store_damaged};
  self_circle_ = *self_circle;

  const auto records = store_.own_logs();
  if (!records) return Fail{refusal_of(records.error())};
  for (const auto& record : *records) {
    auto own = OwnLog::load(record, strands_, store_);
    if (!own) return Fail{refusal_of(own.error())};
    own_logs_.emplace(strands_.strand(record.strand).circle, std::move(*own));
  }
  if (const auto loaded = load_contacts(); !loaded) return loaded;
  return load_self();
}

Result<void, Refusal> Node::load_contacts() {
  auto card_bytes = store_.value(ValueName::cards);
  if (!card_bytes) return Fail{refusal_of(card_bytes.error())};
  if (*card_bytes) {
    auto cards = OwnCards::decode(**card_bytes);
    crypto::wipe(**card_bytes);
    if (!cards) return Fail{Refusal::store_damaged};
    cards_ = std::move(*cards);
  }
  auto records = store_.contacts();
  if (!records) return Fail{refusal_of(records.error())};
  for (auto& [person, bytes] : *records) {
    auto contact = decode_contact(bytes);
    crypto::wipe(bytes);
    if (!contact || contact->person != person) return Fail{Refusal::store_damaged};
    contacts_.put(std::move(*contact));
  }
  return {};
}

Result<void, Refusal> Node::load_self() {
  for (const auto strand : strands_.of_circle(self_circle_)) {
    if (strands_.strand(strand).person != person()) continue;
    for (const auto& span : strands_.spans(strand)) {
      std::vector<Seq> seqs;
      const auto scanned =
          store_.scan(strand, span.span.from, {span.span.next.value - 1}, [&](Seq seq, ByteView) {
            seqs.push_back(seq);
            return true;
          });
      if (!scanned) return Fail{refusal_of(scanned.error())};
      for (const auto seq : seqs) {
        const auto opened = opener_.open({strand, seq});
        if (!opened && opened.error() == OpenFailure::no_key) continue;
        const auto link = opener_.link_of({strand, seq});
        if (!opened || !link) return Fail{refusal_for(opened ? link.error() : opened.error())};
        self_.take(*opened, reference_of(*link));
      }
    }
  }
  return {};
}

std::string Node::own_name() const { return self_.name_of(person()).value_or(std::string{}); }

std::vector<CircleNumber> Node::circles() const {
  auto numbers = strands_.circles();
  std::erase(numbers, self_circle_);
  return numbers;
}

std::string Node::name_of(CircleNumber circle) const {
  return self_.name_of(strands_.id_of(circle)).value_or(std::string{});
}

wire::AudienceList Node::audience(CircleNumber circle, WallTime now) const {
  return self_.acts().audience(strands_.id_of(circle), now);
}

Result<std::optional<Batch>, Refusal> Node::index_some(std::size_t entries_max) {
  return indexer_.step(entries_max);
}

StepOf<Taken> Node::take_range(ByteView range, WallTime now) {
  Batch batch;
  Intake intake{store_, strands_, opener_, {identity_, prekeys_, contacts_, cards_}};
  const auto taken = intake.take(range, now, batch);
  if (!taken) return Fail{taken.error()};
  bind_card(*taken, batch);
  return Step<Taken>{std::move(batch), *taken};
}

// The last entry of a range from `first` on: the farthest head within the limits of a range and its
// epoch. What lies between two heads always fits (limits::head_*).
Result<std::optional<HeadRecord>, Refusal> Node::range_end(StrandNumber strand, Seq first,
                                                           Seq next_after) {
  std::optional<HeadRecord> end;
  std::uint64_t bytes = 0;
  Seq at = first;
  while (true) {
    const auto next = store_.head_from(strand, at);
    if (!next) return Fail{refusal_of(next.error())};
    if (!*next || (*next)->last.seq >= next_after) return end;
    const auto& head = **next;
    bytes += head.bytes;
    const bool fits = head.last.seq.value - first.value < limits::range_entries_max &&
                      bytes + range_front_bytes_max <= limits::range_bytes_max;
    if (end && !fits) return end;
    end = head;
    at = head.last.seq.successor();
    if (at == next_after) return end;
    const auto place = opener_.place_of({strand, at});
    if (!place) return Fail{refusal_for(place.error())};
    if (place->leaf.value == 0) return end;
  }
}

Result<std::optional<ByteVec>, Refusal> Node::range_from(StrandNumber strand, Seq first) {
  const auto& record = strands_.strand(strand);
  const auto& spans = strands_.spans(strand);
  const auto within = std::ranges::find_if(spans, [&](const SpanRecord& span) {
    return span.span.from <= first && first < span.span.next;
  });
  if (within == spans.end()) return std::optional<ByteVec>{};
  const auto before = opener_.link_before({strand, first});
  if (!before) return Fail{refusal_for(before.error())};
  const auto end = range_end(strand, first, within->span.next);
  if (!end) return Fail{end.error()};
  if (!*end) return Fail{Refusal::store_damaged};
  wire::RangeView range{strands_.id_of(record.circle), record.log, *before, {}, (*end)->signature};
  std::vector<ByteVec> kept;  // what the views of the range look into
  const auto scanned = store_.scan(strand, first, (*end)->last.seq, [&](Seq, ByteView lean) {
    kept.emplace_back(lean.begin(), lean.end());
    return true;
  });
  if (!scanned) return Fail{refusal_of(scanned.error())};
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto decoded = wire::decode_entry(kept[i]);
    const auto place = opener_.place_of({strand, {first.value + i}});
    if (!decoded || !place) return Fail{Refusal::store_damaged};
    range.entries.push_back({*place, decoded->entry});
  }
  return std::optional{wire::encode_range(range)};
}

}  // namespace kith::node
