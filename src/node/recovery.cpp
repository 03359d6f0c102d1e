#include "node/recovery.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "node/forget.hpp"
#include "node/open_refusal.hpp"
#include "seal/box.hpp"
#include "seal/entry_seal.hpp"
#include "seal/secret_tree.hpp"

namespace kith::node {
namespace {

using Closed = Result<std::vector<Stretch>, Refusal>;

Closed closed_of(Node& node, StrandNumber strand) {
  const auto closed = node.hearing().closed(strand);
  if (!closed) return Fail{refusal_for_holder(closed.error())};
  return *closed;
}

std::vector<StrandNumber> own_strands(Node& node) {
  std::vector<StrandNumber> own;
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      if (node.strands().strand(strand).person == node.person()) own.push_back(strand);
    }
  }
  return own;
}

// The certificate stands in the opening itself, under the root that the box brought.
std::optional<ByteVec> certificate_in(const wire::Handover& handover, const LogId& log,
                                      const wire::PlacedEntry& placed) {
  seal::KeySet keys;
  for (const auto& span : handover.spans) {
    if (span.first == placed.place) keys.add(span.nodes, span.meta_keys);
  }
  const auto leaf = keys.keys_of(placed.place.leaf);
  if (!leaf) return std::nullopt;
  const auto opened = seal::open_entry(*leaf, log, placed.place, placed.entry);
  if (!opened) return std::nullopt;
  const auto meta = wire::decode_meta(opened->meta);
  if (!meta || !meta->statement) return std::nullopt;
  return meta->statement->certificate;
}

// What the openings within a piece of a strand hand over to the key.
class Unlocking {
 public:
  Unlocking(Node& node, const crypto::RecoverySecret& key) : node_(node), key_(key) {}

  Result<void, Refusal> look_in(StrandNumber strand, const Stretch& stretch) {
    const Seq last{stretch.next.value - 1};
    const auto scanned =
        node_.store().scan(strand, stretch.from, last, [&](Seq seq, ByteView lean) {
          look_at({strand, seq}, lean);
          return true;
        });
    if (!scanned) return Fail{refusal_of(scanned.error())};
    return {};
  }
  std::vector<wire::Handover> found;

 private:
  void look_at(EntryKey here, ByteView lean) {
    const auto decoded = wire::decode_entry(lean);
    if (!decoded || !decoded->entry.opens_epoch || decoded->entry.boxes.empty()) return;
    const auto place = node_.opener().place_of(here);
    if (!place) return;
    const auto& record = node_.strands().strand(here.strand);
    const seal::BoxPlace at{node_.strands().id_of(record.circle), record.person, record.log,
                            place->epoch, here.seq};
    for (const auto& slot : wire::decode_boxes(decoded->entry.boxes).slots) {
      if (!slot.present) continue;
      auto handover = seal::open_box(at, key_, node_.identity().own_devices, slot.bytes);
      if (!handover || handover->log) continue;
      auto certificate = certificate_in(*handover, record.log, {*place, decoded->entry});
      if (!certificate) continue;
      handover->log = record.log;
      handover->certificate = std::move(*certificate);
      found.push_back(std::move(*handover));
    }
  }

  Node& node_;
  const crypto::RecoverySecret& key_;
};

// Whether my devices refuse a body that is held of the epoch that opens here.
bool refuses_some(Node& node, const LogId& log, const wire::Place& opening) {
  const auto reach = reach_of(opening);
  for (const auto seq : node.self().refused_bodies(log, reach.first, reach.last)) {
    for (const auto strand : node.strands().of_log(log)) {
      if (!node.strands().holds({strand, seq})) continue;
      const auto place = node.opener().place_of({strand, seq});
      if (place && same_epoch(*place, opening)) return true;
    }
  }
  return false;
}

// The opening without its boxes for recovery keys; nothing where they may still be needed: to open
// what is closed, and be it only to forget it.
std::optional<ByteVec> without_recovery(Node& node, EntryKey here, const wire::EntryView& entry) {
  if (!entry.opens_epoch || entry.boxes.empty()) return std::nullopt;
  const auto& record = node.strands().strand(here.strand);
  const auto place = node.opener().place_of(here);
  if (!place || !refuses_some(node, record.log, *place)) return std::nullopt;
  const auto keys = node.opener().leaf_keys(here);
  if (!keys || !*keys) return std::nullopt;
  const seal::BoxPlace at{node.strands().id_of(record.circle), record.person, record.log,
                          place->epoch, here.seq};
  const auto known = node.self().recoveries();
  return without_boxes(entry, [&](ByteView box) {
    return std::ranges::any_of(known, [&](const crypto::RecoveryPublic& key) {
      return seal::is_for_recovery(at, key, node.identity().own_devices, box);
    });
  });
}

// The epoch that a closed piece begins in may have opened before it.
Stretch from_its_opening(Node& node, StrandNumber strand, Stretch closed) {
  const auto place = node.opener().place_of({strand, closed.from});
  if (!place) return closed;
  const Seq opening{place->opening()};
  if (node.strands().holds({strand, opening})) closed.from = opening;
  return closed;
}

}  // namespace

Result<std::vector<wire::Handover>, Refusal> recovered(Node& node,
                                                       const crypto::RecoverySecret& key) {
  Unlocking unlocking{node, key};
  for (const auto strand : own_strands(node)) {
    const auto closed = closed_of(node, strand);
    if (!closed) return Fail{closed.error()};
    for (const auto& stretch : *closed) {
      const auto done = unlocking.look_in(strand, from_its_opening(node, strand, stretch));
      if (!done) return Fail{done.error()};
    }
  }
  return std::move(unlocking.found);
}

Result<Batch, Refusal> without_refused(Node& node) {
  Batch batch;
  for (const auto strand : own_strands(node)) {
    const auto& log = node.strands().strand(strand).log;
    if (node.self().refused_bodies(log, {0}, {limits::seq_max}).empty()) continue;
    for (const auto& span : node.strands().spans(strand)) {
      const Seq last{span.span.next.value - 1};
      const auto scanned =
          node.store().scan(strand, span.span.from, last, [&](Seq seq, ByteView lean) {
            const auto decoded = wire::decode_entry(lean);
            if (!decoded) return true;
            auto kept = without_recovery(node, {strand, seq}, decoded->entry);
            if (kept) batch.push_back(change::ReplaceEntry{{strand, seq}, std::move(*kept)});
            return true;
          });
      if (!scanned) return Fail{refusal_of(scanned.error())};
    }
  }
  return batch;
}

Result<std::uint64_t, Refusal> own_closed(Node& node) {
  std::uint64_t entries = 0;
  for (const auto strand : own_strands(node)) {
    const auto closed = closed_of(node, strand);
    if (!closed) return Fail{closed.error()};
    for (const auto& stretch : *closed) entries += stretch.next.value - stretch.from.value;
  }
  return entries;
}

}  // namespace kith::node
