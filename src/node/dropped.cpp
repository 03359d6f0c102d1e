#include "node/dropped.hpp"

#include <algorithm>

#include "crypto/hash.hpp"
#include "log/link.hpp"
#include "wire/range.hpp"
#include "wire/varint.hpp"

namespace kith::node {
namespace {

constexpr std::size_t spans_max = 512;  // of one device

ByteVec key_of(const PersonId& person, const DeviceId& device) {
  ByteVec key;
  wire::put_bytes(key, person.view());
  wire::put_bytes(key, device.view());
  return key;
}

// Nothing where the bytes are not what keep_dropped wrote.
std::optional<Holdings> spans_in(wire::ByteReader& value) {
  Holdings spans;
  while (value.left() > 0) {
    const auto log = value.take_bytes<LogId>();
    const auto from = value.take_fixed<std::uint64_t>();
    const auto next = value.take_fixed<std::uint64_t>();
    const auto head = value.take_bytes<Link>();
    if (!log || !from || !next || !head) return std::nullopt;
    spans[*log].push_back({{*from}, {*next}, *head});
  }
  return spans;
}

}  // namespace

// Whose boxes can be opened here, and under what.
DroppedUnder dropped_under(const Contacts& contacts) {
  ByteVec input;
  for (const auto& [person, contact] : contacts.all()) {
    wire::put_bytes(input, person.view());
    wire::put_fixed(input, static_cast<std::uint8_t>(contact.acceptance));
    wire::put_fixed(input, std::uint64_t{contact.opens.size() + (contact.pair ? 1 : 0)});
    if (contact.pair) wire::put_bytes(input, pair_id(contact.pair->view()).view());
    for (const auto& secret : contact.opens) {
      wire::put_bytes(input, pair_id(secret.view()).view());
    }
  }
  return crypto::hash<DroppedUnder>("kith/1 under", {input});
}

Result<Dropped, StoreError> dropped_of(const Node& node, const PersonId& person,
                                       const DeviceId& device) {
  const auto now = dropped_under(node.contacts());
  const auto facts = node.store().facts(FactKind::dropped);
  if (!facts) return Fail{facts.error()};
  const auto found = std::ranges::find(*facts, key_of(person, device), &Fact::key);
  if (found == facts->end()) return Dropped{now, {}, false};
  wire::ByteReader value{found->value};
  const auto under = value.take_bytes<DroppedUnder>();
  auto spans = spans_in(value);
  if (!under || !spans) return Fail{StoreError::damaged};
  if (*under != now) return Dropped{now, {}, true};
  const auto known = std::erase_if(
      *spans, [&](const auto& of_log) { return !node.strands().of_log(of_log.first).empty(); });
  return Dropped{now, std::move(*spans), known > 0};
}

void keep_dropped(const PersonId& person, const DeviceId& device, const DroppedUnder& under,
                  const Holdings& spans, Batch& batch) {
  if (spans.empty()) {
    batch.push_back(change::DropFact{FactKind::dropped, key_of(person, device)});
    return;
  }
  ByteVec value;
  wire::put_bytes(value, under.view());
  for (const auto& [log, held] : spans) {
    for (const auto& span : held) {
      wire::put_bytes(value, log.view());
      wire::put_fixed(value, span.from.value);
      wire::put_fixed(value, span.next.value);
      wire::put_bytes(value, span.head.view());
    }
  }
  batch.push_back(change::PutFact{FactKind::dropped, key_of(person, device), std::move(value)});
}

bool add_dropped(Holdings& spans, ByteView bytes) {
  std::size_t held = 0;
  for (const auto& [log, of_log] : spans) held += of_log.size();
  const auto range = wire::decode_range(bytes);
  if (!range || held >= spans_max) return false;
  const auto links = log::verify_range(*range);
  if (!links) return false;
  const auto& first = range->entries.front().place.seq;
  const auto& last = range->entries.back().place.seq;
  add_holding(spans, range->log, range->previous, {first, last.successor(), links->back()});
  return true;
}

}  // namespace kith::node
