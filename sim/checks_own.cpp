#include "sim/checks_own.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace kith::sim {
namespace {

using Broken = std::vector<std::string>;

// `going`: nothing where a span begins within an epoch, because a lost disk had what was before.
void check_entry(node::Node& node, const node::EntryKey& key, std::optional<EpochSoFar>& going,
                 Broken& broken) {
  const auto opened = node.opener().open(key);
  const auto audience = node.opener().audience_of(key);
  if (!opened || !audience || !*audience) return;  // of a lost disk
  if (opened->place.leaf.value == 0) going = EpochSoFar{opened->meta.time, {}};
  if (opened->place.leaf.value >= limits::epoch_entries_max) {
    broken.push_back("an epoch goes on beyond its last entry");
  }
  if (!going) return;
  // A claim may be moved on a little, behind the one before it.
  constexpr std::chrono::hours slack{1};
  if (opened->meta.time - going->opened >= limits::epoch_age_max + slack) {
    broken.push_back("an epoch goes on beyond a week");
  }
  const bool grows = !std::ranges::all_of(**audience, [&](const wire::Hearer& one) {
    return wire::hears(going->audience, one.person);
  });
  const auto lean = node.store().entry(key);
  check(lean && *lean);
  if (grows && wire::decode_entry(**lean)->entry.boxes.empty()) {
    broken.push_back("an entry is for more than before and hands over to nobody");
  }
  for (const auto& before : going->audience) {
    if (wire::hears(**audience, before.person)) continue;
    broken.push_back("an entry for fewer lies in an epoch that was handed to more");
  }
  going->audience = std::move(**audience);
}

// Those lapsed are out with the next write, those parted from at once.
void check_asides(node::Node& node, Broken& broken) {
  const auto logs = node.store().own_logs();
  check(logs.has_value());
  std::size_t open = 0;
  for (const auto& log : *logs) {
    const auto& record = node.strands().strand(log.strand);
    if (record.form != wire::LogForm::aside) continue;
    ++open;
    const auto last = node.strands().spans(log.strand).back().span.next.value - 1;
    const auto list = node.opener().audience_of({log.strand, {last}});
    if (!list || !*list) continue;
    const auto& circle = node.strands().id_of(record.circle);
    for (const auto& hearer : **list) {
      if (node.self().acts().standing(circle, hearer.person).included) continue;
      broken.push_back("an aside is open for somebody whom its author parted from");
    }
  }
  if (open > limits::asides_open_max) broken.push_back("too many asides are open");
}

void check_owed(node::Node& node, Broken& broken) {
  for (const auto circle : node.circles()) {
    const auto& id = node.strands().id_of(circle);
    for (const auto& person : node.owed_in(circle)) {
      if (node.self().acts().standing(id, person).included) continue;
      broken.push_back("a handover is owed to somebody who is not addressed");
    }
  }
}

void check_prekeys(node::Node& node, Broken& broken) {
  const auto& kept = node.prekeys().all();
  if (kept.empty()) return;
  const auto& newest = kept.back().shown;
  for (const auto& one : kept) {
    if (newest.made - one.shown.made <= limits::prekey_keep_age) continue;
    broken.push_back("a prekey's secret outlived its time");
  }
}

}  // namespace

void OwnRules::check_epochs(node::Node& node, Broken& broken) {
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      const auto& record = node.strands().strand(strand);
      if (record.person != node.person() || record.device != node.device()) continue;
      for (const auto& span : node.strands().spans(strand)) {
        const auto from = span.span.from;
        auto& at = at_.try_emplace({strand, from}, At{from, std::nullopt}).first->second;
        for (; at.next < span.span.next; at.next = at.next.successor()) {
          check_entry(node, {strand, at.next}, at.epoch, broken);
        }
      }
    }
  }
}

std::vector<std::string> OwnRules::broken(node::Node& node) {
  Broken broken;
  check_epochs(node, broken);
  check_asides(node, broken);
  check_owed(node, broken);
  check_prekeys(node, broken);
  return broken;
}

std::vector<std::string> own_rules_broken(node::Node& node) { return OwnRules{}.broken(node); }

void check_own_rules(World& world) {
  for (Who who = 0; who < world.people(); ++who) {
    auto& person = world.person(who);
    for (const auto& what : own_rules_broken(person.node())) {
      world.problem("own rules: " + what + ", of " + person.name());
    }
  }
}

// What is read out of entries is kept as they are made findable, lazily: where a machine died, it
// is known again once they are.
void Growing::check_prekeys(World& world, Who who) {
  const auto waiting = world.person(who).store().unindexed();
  kith::check(waiting.has_value());
  if (!waiting->empty()) return;
  for (const auto& [other, contact] : world.person(who).node().contacts().all()) {
    auto& read = records_[{who, other}];
    if (read == contact.prekeys) continue;
    read = contact.prekeys;
    for (const auto& record : contact.prekeys) {
      const auto prekey = wire::open_prekey(record);
      if (!prekey) continue;
      auto& greatest = counters_[{who, other, prekey->device}];
      if (prekey->counter < greatest) {
        world.problem("growing: a prekey that " + world.person(who).name() +
                      " knows was rolled back");
      }
      greatest = std::max(greatest, prekey->counter);
    }
  }
}

void Growing::check(World& world, Who who) {
  if (world.lost_something(who)) return;  // an older disk, with numbers of its own
  check_prekeys(world, who);
  auto& node = world.person(who).node();
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      std::uint64_t held = 0;
      for (const auto& span : node.strands().spans(strand)) {
        held += span.span.next.value - span.span.from.value;
      }
      auto& most = held_[{who, strand}];
      if (held < most) {
        world.problem("growing: entries that " + world.person(who).name() + " held are gone");
      }
      most = std::max(most, held);
    }
  }
}

void Growing::check(World& world) {
  for (Who who = 0; who < world.people(); ++who) check(world, who);
}

}  // namespace kith::sim
