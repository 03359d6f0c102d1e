// Whether anything that a device holds opens the body of an entry: what tests of forgetting ask of
// whoever would take the device. Refuses to know any one test.
#pragma once

#include "seal/box.hpp"
#include "seal/key_codec.hpp"
#include "tests/people/two_people.hpp"
#include "wire/entry.hpp"

namespace kith::node::test {

inline bool opens_body(const seal::KeySet& keys, LeafIndex leaf) {
  const auto found = keys.keys_of(leaf);
  return found && std::holds_alternative<seal::BodyKey>(found->body);
}

inline bool opens_body(const wire::Handover& handover, const LogId& at, const LogId& log,
                       const wire::Place& place) {
  if (handover.log.value_or(at) != log) return false;
  return std::ranges::any_of(handover.spans, [&](const wire::Span& span) {
    if (span.first.epoch != place.epoch) return false;
    seal::KeySet keys;
    keys.add(span.nodes, span.meta_keys);
    return opens_body(keys, place.leaf);
  });
}

/// The boxes of the author's logs that this device can open, and that bring the key.
inline std::size_t boxes_with_key(Person& who, EntryKey entry) {
  const auto target = who.node->strands().strand(entry.strand);
  const auto place = who.node->opener().place_of(entry).value();
  const auto& circle = who.node->strands().id_of(target.circle);
  const auto* author = who.node->contacts().find(target.person);
  std::vector<const seal::PairSecret*> pairs{nullptr, &*author->pair};
  for (const auto& secret : author->opens) pairs.push_back(&secret);
  std::size_t found = 0;
  for (const auto strand : who.node->strands().of_circle(target.circle)) {
    const auto& record = who.node->strands().strand(strand);
    for (const auto& span : who.node->strands().spans(strand)) {
      const Seq last{span.span.next.value - 1};
      (void)who.store->scan(strand, span.span.from, last, [&](Seq seq, ByteView lean) {
        const auto held = wire::decode_entry(lean)->entry;
        if (held.boxes.empty()) return true;
        const auto epoch = who.node->opener().place_of({strand, seq}).value().epoch;
        const seal::BoxPlace at{circle, target.person, record.log, epoch, seq};
        for (const auto& slot : wire::decode_boxes(held.boxes).slots) {
          for (const auto* pair : pairs) {
            if (!slot.present) continue;
            const auto& prekey = who.node->prekeys().newest().own;
            const auto handover = seal::open_box(at, prekey, pair, slot.bytes);
            if (handover && opens_body(*handover, record.log, target.log, place)) ++found;
          }
        }
        return true;
      });
    }
  }
  return found;
}

inline bool key_is_held(Person& who, EntryKey entry) {
  const auto log = who.node->strands().strand(entry.strand).log;
  const auto place = who.node->opener().place_of(entry).value();
  for (const auto strand : who.node->strands().of_log(log)) {
    const auto records = who.store->epochs(strand);
    for (const auto& record : records.value()) {
      if (record.first.epoch != place.epoch || record.keys.empty()) continue;
      if (opens_body(*seal::decode_keys(record.keys), place.leaf)) return true;
    }
  }
  const auto waiting = who.store->facts(FactKind::handed);
  for (const auto& fact : waiting.value()) {
    if (opens_body(*wire::decode_handover(fact.value), log, log, place)) return true;
  }
  return boxes_with_key(who, entry) > 0;
}

inline bool body_is_held(Person& who, EntryKey entry) {
  const auto lean = who.store->entry(entry);
  return wire::decode_entry(**lean)->entry.body_state == wire::BodyState::sealed;
}

}  // namespace kith::node::test
