#include "sim/checks_recovery.hpp"

#include <algorithm>

#include "seal/box.hpp"
#include "seal/entry_seal.hpp"
#include "sim/checks_own.hpp"
#include "sim/deeds.hpp"

namespace kith::sim {
namespace {

std::string words_of_entry(World& world, const Written& entry) {
  return "entry " + std::to_string(entry.place.seq.value) + " of " +
         world.person(entry.home).name();
}

// As it was written, to whoever has the key and what the devices of a person share.
bool hands_over_to(const Written& opening, const crypto::RecoverySecret& key,
                   const seal::PairSecret& shared) {
  const auto decoded = wire::decode_entry(opening.lean);
  if (decoded->entry.boxes.empty()) return false;
  const seal::BoxPlace at{opening.circle, opening.author, opening.log, opening.place.epoch,
                          opening.place.seq};
  const auto boxes = wire::decode_boxes(decoded->entry.boxes);
  return std::ranges::any_of(boxes.slots, [&](const wire::BoxSlot& slot) {
    const auto handover = seal::open_box(at, key, shared, slot.bytes);
    return handover && std::ranges::any_of(handover->spans, [&](const wire::Span& span) {
             seal::KeySet keys;
             keys.add(span.nodes, span.meta_keys);
             const auto leaf = keys.keys_of(opening.place.leaf);
             return leaf &&
                    seal::open_entry(*leaf, opening.log, opening.place, decoded->entry).has_value();
           });
  });
}

void check_boxes(World& world, const Written& opening) {
  const auto& shared = world.person(opening.home).node().identity().own_devices;
  for (const auto& key : world.papers().of(opening.author)) {
    const bool in_force = opening.recovery == key.public_key();
    if (hands_over_to(opening, key, shared) == in_force) continue;
    world.problem(words_of_entry(world, opening) +
                  (in_force ? " hands nothing over to their recovery key"
                            : " hands over to a recovery key that is not in force"));
  }
  // Paper alone opens nothing, and nobody else's opens what is not theirs.
  const auto other = (opening.home + 1) % world.people();
  if (world.is_same_person(opening.home, other)) return;
  const auto& their_shared = world.person(other).node().identity().own_devices;
  for (const auto& key : world.papers().of(opening.author)) {
    if (!hands_over_to(opening, key, their_shared)) continue;
    world.problem(words_of_entry(world, opening) + " opens by a recovery key alone");
  }
  for (const auto& key : world.papers().of(world.person(other).id())) {
    if (!hands_over_to(opening, key, shared) && !hands_over_to(opening, key, their_shared))
      continue;
    world.problem(words_of_entry(world, opening) + " opens by somebody else's recovery key");
  }
}

}  // namespace

void check_handed_to_recovery(World& world, const Written& entry) {
  if (world.papers().empty() || world.lies(entry.home)) return;
  const auto* opening = world.truth().opening_of(entry);
  if (opening == nullptr) return;
  if (opening->recovery != entry.recovery) {
    world.problem(words_of_entry(world, entry) +
                  " goes on with an epoch that another recovery key was handed");
  }
  if (opening == &entry) check_boxes(world, entry);
}

namespace {

// Whoever forgot a body passes the opening of its epoch on without that box.
bool all_boxes_here(World& world, Who who, const Written& opening) {
  const auto key = key_of(world, who, world.truth().link_of(opening));
  if (!key) return false;
  const auto lean = world.person(who).store().entry(*key);
  check(lean && *lean);
  const auto decoded = wire::decode_entry(**lean);
  if (!decoded || decoded->entry.boxes.empty()) return false;
  const auto boxes = wire::decode_boxes(decoded->entry.boxes);
  return std::ranges::all_of(boxes.slots, &wire::BoxSlot::present);
}

bool has_paper_for(World& world, const Written& entry) {
  const auto& papers = world.papers().of(entry.author);
  return std::ranges::any_of(papers, [&](const crypto::RecoverySecret& key) {
    return entry.recovery == key.public_key();
  });
}

}  // namespace

void check_recovered(World& world, Who who) {
  auto& person = world.person(who);
  for (const auto& [link, entry] : world.truth().written()) {
    if (entry.author != person.id() || !has_paper_for(world, entry)) continue;
    const auto key = key_of(world, who, link);
    const auto* opening = world.truth().opening_of(entry);
    if (!key || opening == nullptr || !all_boxes_here(world, who, *opening)) continue;
    const auto opens = person.node().opener().leaf_keys(*key);
    check(opens.has_value());
    // Of one of two stories that was forgotten nothing else opens by what is left of the leaf.
    if (*opens || forgot_there(world, who, entry)) continue;
    world.problem(person.name() + " used their recovery key, and it left " +
                  words_of_entry(world, entry) + " closed");
  }
}

}  // namespace kith::sim
