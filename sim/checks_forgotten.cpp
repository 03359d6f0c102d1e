// Whoever forgot a body holds no key to it any more.
#include <algorithm>

#include "seal/box.hpp"
#include "seal/entry_seal.hpp"
#include "sim/checks_own.hpp"
#include "sim/deeds.hpp"

namespace kith::sim {
namespace {

bool opens_body(const seal::LeafKeys& keys, const Written& entry) {
  const auto decoded = wire::decode_entry(entry.lean);
  const auto opened = seal::open_entry(keys, entry.log, entry.place, decoded->entry);
  return opened && !opened->body.empty();
}

bool in_records(Person& person, const Written& entry) {
  bool opens = false;
  for (const auto strand : person.node().strands().of_log(entry.log)) {
    const auto tried =
        person.node().opener().try_keys(strand, entry.place, [&](const seal::LeafKeys& keys) {
          opens = opens || opens_body(keys, entry);
          return opens;
        });
    check(tried.has_value());
  }
  return opens;
}

// Handed over ahead of its entries, and waiting.
bool in_waiting(Person& person, const Written& entry) {
  const auto facts = person.store().facts(node::FactKind::handed);
  check(facts.has_value());
  return std::ranges::any_of(*facts, [&](const node::Fact& fact) {
    const auto kept = wire::decode_handover(fact.value);
    if (!kept) return false;
    return std::ranges::any_of(kept->spans, [&](const wire::Span& span) {
      seal::KeySet keys;
      keys.add(span.nodes, span.meta_keys);
      const auto leaf = keys.keys_of(entry.place.leaf);
      return leaf && span.first.epoch == entry.place.epoch && opens_body(*leaf, entry);
    });
  });
}

bool brings_back(const std::optional<wire::Handover>& handover, const seal::BoxPlace& at,
                 const Written& entry) {
  if (!handover || handover->log.value_or(at.log) != entry.log) return false;
  return std::ranges::any_of(handover->spans, [&](const wire::Span& span) {
    seal::KeySet keys;
    keys.add(span.nodes, span.meta_keys);
    const auto leaf = keys.keys_of(entry.place.leaf);
    return leaf && span.first.epoch == entry.place.epoch && opens_body(*leaf, entry);
  });
}

// Of their recovery keys, too, that they know of.
bool brings_back(World& world, Who who, const seal::BoxPlace& at, ByteView box,
                 const Written& entry) {
  const auto& person = world.person(who);
  if (entry.author == person.id()) {
    for (const auto& key : world.papers().of(person.id())) {
      if (!world.truth().acts_of(who).knows(key.public_key())) continue;
      const auto& shared = person.node().identity().own_devices;
      if (brings_back(seal::open_box(at, key, shared, box), at, entry)) return true;
    }
  }
  std::vector<const seal::PairSecret*> pairs{nullptr};
  if (const auto* contact = person.node().contacts().find(at.author)) {
    if (contact->pair) pairs.push_back(&*contact->pair);
    for (const auto& secret : contact->opens) pairs.push_back(&secret);
  }
  for (const auto* pair : pairs) {
    for (const auto& kept : person.node().prekeys().all()) {
      if (brings_back(seal::open_box(at, kept.own, pair, box), at, entry)) return true;
    }
  }
  return false;
}

bool in_boxes(World& world, Who who, const Written& entry) {
  auto& person = world.person(who);
  auto& node = person.node();
  const auto circle = node.strands().number_of(entry.circle);
  if (!circle) return false;
  bool brings = false;
  for (const auto strand : node.strands().of_circle(*circle)) {
    const auto& record = node.strands().strand(strand);
    if (record.person != entry.author) continue;
    for (const auto& span : node.strands().spans(strand)) {
      const Seq last{span.span.next.value - 1};
      const auto scanned =
          person.store().scan(strand, span.span.from, last, [&](Seq seq, ByteView lean) {
            const auto decoded = wire::decode_entry(lean);
            const auto place = node.opener().place_of({strand, seq});
            if (!decoded || decoded->entry.boxes.empty() || !place) return true;
            const seal::BoxPlace at{entry.circle, record.person, record.log, place->epoch, seq};
            for (const auto& slot : wire::decode_boxes(decoded->entry.boxes).slots) {
              brings = brings || (slot.present && brings_back(world, who, at, slot.bytes, entry));
            }
            return !brings;
          });
      check(scanned.has_value());
    }
  }
  return brings;
}

void check_one(World& world, Who who, const Link& link) {
  const auto* entry = world.truth().find(link);
  check(entry != nullptr);
  auto& person = world.person(who);
  const auto tell = [&](const std::string& where) {
    world.problem("forgotten: " + person.name() + " still holds a key to what they forgot, in " +
                  where);
  };
  if (in_records(person, *entry)) tell("a record");
  if (in_waiting(person, *entry)) tell("a handover that waits");
  if (in_boxes(world, who, *entry)) tell("a box");
}

}  // namespace

// An older disk never forgot what was forgotten since: its own acts are asked.
void check_forgotten(World& world) {
  for (Who who = 0; who < world.people(); ++who) {
    for (const auto& link : world.truth().acts_of(who).forgotten) check_one(world, who, link);
  }
}

namespace {

std::optional<wire::BodyState> body_at(World& world, Who who, const Link& link) {
  const auto key = key_of(world, who, link);
  if (!key) return std::nullopt;
  const auto lean = world.person(who).store().entry(*key);
  check(lean && *lean);
  return wire::decode_entry(**lean)->entry.body_state;
}

// Its author's word that it is gone is taken, by whichever home of theirs it is given.
bool has_its_words(World& world, const Link& link, const Written& entry) {
  if (world.lies(entry.home)) return false;
  for (Who who = 0; who < world.people(); ++who) {
    if (world.person(who).id() != entry.author) continue;
    const auto state = body_at(world, who, link);
    if (state != wire::BodyState::sealed && (state || who == entry.home)) return false;
  }
  return true;
}

}  // namespace

// A tombstone names a place, on every branch. To an older disk it comes back with its own log.
bool forgot_there(World& world, Who who, const Written& entry) {
  if (world.truth().holds_other_story(world.truth().acts_of(who).forgotten, entry)) return true;
  const auto& self = world.person(who).node().self();
  return world.lost_something(who) && self.refuses_body(entry.log, entry.place.seq);
}

void check_words_stay(World& world) {
  for (const auto& [link, entry] : world.truth().written()) {
    if (!has_its_words(world, link, entry)) continue;
    for (Who who = 0; who < world.people(); ++who) {
      auto& person = world.person(who);
      if (person.id() == entry.author || world.lies(who)) continue;
      if (world.truth().acts_of(who).forgotten.contains(link)) continue;
      if (forgot_there(world, who, entry)) continue;
      if (body_at(world, who, link) != wire::BodyState::forgotten) continue;
      world.problem("what somebody else forgot is gone for " + person.name());
    }
  }
}

}  // namespace kith::sim
