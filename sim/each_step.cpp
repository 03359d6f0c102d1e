#include "sim/each_step.hpp"

#include <algorithm>

#include "sim/checks.hpp"
#include "sim/checks_recovery.hpp"
#include "sim/deeds.hpp"

namespace kith::sim {
namespace {

bool was_held(const std::vector<node::SpanRecord>& before, Seq seq) {
  return std::ranges::any_of(before, [&](const node::SpanRecord& one) {
    return one.span.from <= seq && seq < one.span.next;
  });
}

}  // namespace

void EachStep::look_at_strand(World& world, Who who, node::StrandNumber strand) {
  auto& person = world.person(who);
  auto& before = held_[{who, strand}];
  const auto& spans = person.node().strands().spans(strand);
  for (const auto& one : spans) {
    for (auto seq = one.span.from; seq < one.span.next; seq = seq.successor()) {
      if (!was_held(before, seq)) check_held(world, person, {strand, seq});
    }
  }
  before = spans;
}

// Other keys, or another list of who hears: whom it shows, and what it opens.
void EachStep::look_at_epoch(World& world, Who who, node::StrandNumber strand, EpochNumber epoch) {
  auto& person = world.person(who);
  const auto& log = person.node().strands().strand(strand).log;
  for (const auto& link : world.truth().of_epoch(log, epoch)) {
    check_key(world, person, *world.truth().find(link));
    if (const auto key = key_of(world, who, link)) check_held(world, person, *key);
  }
}

void EachStep::look_at(World& world, Who who, const Fresh& fresh) {
  auto& person = world.person(who);
  auto& node = person.node();
  if (fresh.all) {
    std::erase_if(held_, [&](const auto& one) { return one.first.first == who; });
    own_.erase(who);
    for (const auto circle : node.strands().circles()) {
      for (const auto strand : node.strands().of_circle(circle)) look_at_strand(world, who, strand);
    }
    for (const auto& [link, entry] : world.truth().written()) check_key(world, person, entry);
  } else {
    for (const auto strand : fresh.strands) look_at_strand(world, who, strand);
    for (const auto& [strand, epoch] : fresh.epochs) look_at_epoch(world, who, strand, epoch);
  }
  for (const auto& what : own_[who].broken(node)) {
    world.problem("own rules: " + what + ", of " + person.name());
  }
  growing_.check(world, who);
  kept_.check(world, who, fresh);
  if (person.disk() == nullptr || fresh.all) return;  // whoever wakes is compared as a whole
  const auto lost = person.disk()->difference_in(fresh.strands);
  if (!lost.empty()) world.problem(person.name() + "'s home: " + lost);
}

// Keys may lie ahead of what they open.
void EachStep::look_at_written(World& world) {
  const auto& all = world.truth().in_order();
  for (; written_ < all.size(); ++written_) {
    const auto& entry = *world.truth().find(all[written_]);
    kept_.wrote(entry);
    for (Who who = 0; who < world.people(); ++who) check_key(world, world.person(who), entry);
    check_handed_to_recovery(world, entry);
  }
}

void EachStep::check(World& world) {
  look_at_written(world);
  for (Who who = 0; who < world.people() && world.problems().empty(); ++who) {
    if (world.person(who).fallen()) continue;
    const auto fresh = world.take_fresh(who);
    if (fresh.any) look_at(world, who, fresh);
  }
}

}  // namespace kith::sim
