// What a tombstone refuses does not come back, whatever order it comes in: neither the body, nor a
// key to it, nor a box that would bring one. Where no key for a refused body is at hand, its sealed
// bytes stay until one comes, and go with it.
// Source: docs/protocol.md §4.4.
#include <algorithm>

#include "node/intake_found.hpp"
#include "wire/range.hpp"

namespace kith::node {

// Of what is fresh.
Result<void, Refusal> Intake::refuse_bodies(const wire::RangeView& range,
                                            const std::vector<log::Run>& fresh, Found& found,
                                            StrandNumber strand, Batch& batch) {
  for (const auto& run : fresh) {
    for (auto i = run.first; i <= run.last; ++i) {
      const auto& placed = range.entries[i];
      if (!mine_.self.refuses_body(range.log, placed.place.seq)) continue;
      std::optional<Forgotten> forgotten;
      const auto fits = [&](const seal::LeafKeys& keys) {
        forgotten = without_body(keys, range.log, placed);
        return forgotten.has_value();
      };
      const auto came = found.keys.find(placed.place.epoch.value);
      const auto leaf =
          came == found.keys.end() ? std::nullopt : came->second.keys_of(placed.place.leaf);
      if (!leaf || !fits(*leaf)) {
        if (!opener_.try_keys(strand, placed.place, fits)) return Fail{Refusal::store_failed};
      }
      if (!forgotten) continue;
      if (const auto done = forgetting_.forget_key(range.log, *forgotten, batch); !done) {
        return done;
      }
      refused_.emplace(std::pair{range.log, placed.place.seq}, std::move(*forgotten));
    }
  }
  return {};
}

// Of keys and boxes that came with the range.
Result<void, Refusal> Intake::refuse_keys(const wire::RangeView& range, Found& found,
                                          Batch& batch) {
  for (auto& of_epoch : found.keys) {
    const auto first = std::ranges::find_if(range.entries, [&](const auto& placed) {
      return placed.place.epoch.value == of_epoch.first;
    });
    if (first == range.entries.end()) continue;
    const auto held_back = hold_back(range.log, first->place, of_epoch.second, batch);
    if (!held_back) return Fail{held_back.error()};
  }
  for (std::size_t i = 0; i < found.handovers.size(); ++i) {
    const auto& handover = found.handovers[i];
    const auto closes = std::ranges::any_of(handover.spans, [&](const wire::Span& span) {
      return opens_refused(handover.log.value_or(range.log), span);
    });
    if (closes) found.closed.insert(found.boxes[i].data());
  }
  return {};
}

// Takes out of the keys of an epoch what would open refused bodies that are here; where such a body
// still waited for its key, a stand-in takes its place now.
Result<void, Refusal> Intake::hold_back(const LogId& log, const wire::Place& of_epoch,
                                        seal::KeySet& keys, Batch& batch) {
  const auto reach = reach_of(of_epoch);
  for (const auto seq : mine_.self.refused_bodies(log, reach.first, reach.last)) {
    const auto fresh = refused_.find({log, seq});
    if (fresh != refused_.end() && same_epoch(fresh->second.place, of_epoch)) {
      (void)puncture(keys, log, fresh->second);
    }
    for (const auto strand : strands_.of_log(log)) {
      const EntryKey key{strand, seq};
      const auto lean = store_.entry(key);
      if (!lean) return Fail{refusal_of(lean.error())};
      if (!*lean) continue;
      const auto place = opener_.place_of(key);
      const auto decoded = wire::decode_entry(lean_now(key, **lean, batch));
      if (!place || !decoded) return Fail{Refusal::store_damaged};
      const auto leaf = same_epoch(*place, of_epoch) ? keys.keys_of(place->leaf) : std::nullopt;
      if (!leaf) continue;
      auto forgotten = without_body(*leaf, log, {*place, decoded->entry});
      if (!forgotten) continue;
      (void)puncture(keys, log, *forgotten);
      if (decoded->entry.body_state == wire::BodyState::sealed) {
        batch.push_back(change::ReplaceEntry{key, std::move(forgotten->lean)});
      }
    }
  }
  return {};
}

bool Intake::opens_refused(const LogId& log, const wire::Span& span) {
  const auto reach = reach_of(span.first);
  for (const auto seq : mine_.self.refused_bodies(log, reach.first, reach.last)) {
    const auto fresh = refused_.find({log, seq});
    if (fresh != refused_.end() && same_epoch(fresh->second.place, span.first)) return true;
    for (const auto strand : strands_.of_log(log)) {
      if (!strands_.holds({strand, seq})) continue;
      const auto place = opener_.place_of({strand, seq});
      if (place && same_epoch(*place, span.first)) return true;
    }
  }
  return false;
}

// An entry of the range as it is kept.
ByteVec Intake::kept(const LogId& log, const wire::PlacedEntry& placed, const Found& found) const {
  auto entry = placed.entry;
  if (const auto refused = refused_.find({log, placed.place.seq}); refused != refused_.end()) {
    const auto without = wire::decode_entry(refused->second.lean)->entry;
    entry.body_state = without.body_state;
    entry.body = without.body;
  }
  auto closed =
      without_boxes(entry, [&](ByteView box) { return found.closed.contains(box.data()); });
  if (closed) return std::move(*closed);
  ByteVec lean;
  wire::encode_entry(lean, entry);
  return lean;
}

}  // namespace kith::node
