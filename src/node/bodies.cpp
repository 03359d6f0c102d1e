#include "node/bodies.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "node/open_refusal.hpp"
#include "wire/header.hpp"

namespace kith::node {
namespace {

bool covers(const std::vector<Share>& shares, EntryKey key) {
  return std::ranges::any_of(shares, [&](const Share& share) {
    return share.strand == key.strand && share.stretch.from <= key.seq &&
           key.seq < share.stretch.next;
  });
}

Result<bool, Refusal> may_have(Node& node, const PersonId& person, EntryKey key) {
  const auto served = node.hearing().served_to(person, key.strand);
  if (!served) return Fail{refusal_for_holder(served.error())};
  return std::ranges::any_of(*served, [&](const Stretch& stretch) {
    return stretch.from <= key.seq && key.seq < stretch.next;
  });
}

}  // namespace

Result<MissingBodies, Refusal> missing_bodies(Node& node, const PersonId& person,
                                              const DeviceId& device,
                                              const std::vector<Share>& shares) {
  MissingBodies missing{{}, {node.wanted().revision()}};
  std::optional<EntryKey> last;
  for (const auto& key : node.wanted().to_ask(device)) {
    if (missing.bodies.size() == limits::missing_bodies_max) {
      missing.asking.last = last;
      break;
    }
    const auto& strand = node.strands().strand(key.strand);
    if (strand.person != person && !covers(shares, key)) continue;
    const auto lean = node.store().entry(key);
    if (!lean) return Fail{refusal_of(lean.error())};
    const auto decoded = *lean ? wire::decode_entry(**lean) : Fail{wire::EntryError::truncated};
    if (!decoded) return Fail{Refusal::store_damaged};
    if (decoded->entry.body_state != wire::BodyState::forgotten) continue;
    missing.bodies.push_back({strand.log, key.seq, wire::sealed_hash_of(decoded->entry)});
    last = key;
  }
  return missing;
}

StepOf<Done> want_more_bodies(Node& node) {
  Batch batch;
  StandIns stand_ins{node.store(), node.strands(), node.opener(), node.wanted()};
  const auto done = stand_ins.want_more(node.self(), batch);
  if (!done) return Fail{done.error()};
  return Step<Done>{std::move(batch), {}};
}

Result<std::optional<sync::Message>, Refusal> answer_missing(Node& node, const PersonId& person,
                                                             const sync::MissingBody& missing) {
  for (const auto strand : node.strands().of_log(missing.log)) {
    const EntryKey key{strand, missing.seq};
    if (!node.strands().holds(key)) continue;
    const auto theirs = may_have(node, person, key);
    if (!theirs) return Fail{theirs.error()};
    if (!*theirs) continue;
    const auto lean = node.store().entry(key);
    if (!lean) return Fail{refusal_of(lean.error())};
    if (!*lean) continue;
    const auto decoded = wire::decode_entry(**lean);
    if (!decoded) return Fail{Refusal::store_damaged};
    const auto& entry = decoded->entry;
    if (entry.body_state == wire::BodyState::sealed &&
        wire::hash_of_sealed_body(entry.body) == missing.sealed) {
      return std::optional<sync::Message>{
          sync::Body{missing.log, missing.seq, {entry.body.begin(), entry.body.end()}}};
    }
    const bool mine = node.strands().strand(strand).person == node.person();
    if (mine && entry.body_state == wire::BodyState::forgotten &&
        wire::sealed_hash_of(entry) == missing.sealed) {
      return std::optional<sync::Message>{
          sync::Gone{missing.log, missing.seq, wire::body_hash_of(entry)}};
    }
  }
  return std::optional<sync::Message>{};
}

}  // namespace kith::node
