// What becomes of a log that two homes of one person went on with.
#include "sim/checks_own.hpp"

namespace kith::sim {
namespace {

// Of the copied logs, by place: what one shows of it.
using Shown = std::map<std::pair<LogId, Seq>, std::map<Link, bool>>;  // whether as one of two

Shown shown_to(World& world, Person& person) {
  Shown all;
  auto& node = person.node();
  for (const auto circle : node.strands().circles()) {
    const auto shown = node.view().last(circle, 1'000'000);
    check(shown.has_value());
    for (const auto& one : *shown) {
      const auto* entry = world.truth().find(one.link);
      if (entry == nullptr || !world.truth().was_copied(entry->log)) continue;
      all[{entry->log, entry->place.seq}][one.link] = one.forked;
    }
  }
  return all;
}

std::set<Link> opened_by(World& world, Person& person) {
  std::set<Link> links;
  auto& node = person.node();
  for (const auto& [log, from] : world.truth().copied()) {
    for (const auto strand : node.strands().of_log(log)) {
      for (const auto& span : node.strands().spans(strand)) {
        for (auto seq = std::max(from, span.span.from); seq < span.span.next;
             seq = seq.successor()) {
          const auto link = node.opener().link_of({strand, seq});
          if (link && node.opener().open({strand, seq})) links.insert(*link);
        }
      }
    }
  }
  return links;
}

}  // namespace

Persons heard_of_each_home(World& world, const Written& entry) {
  auto heard = world.truth().audience(entry.home, entry.circle, world.lease_time(entry.home));
  for (Who who = 0; who < world.people(); ++who) {
    if (world.person(who).id() != entry.author || who == entry.home) continue;
    const auto also = world.truth().audience(who, entry.circle, world.lease_time(who));
    std::erase_if(heard, [&](const auto& person) { return !also.contains(person); });
  }
  return heard;
}

void Copied::check(World& world) {
  if (world.truth().copied().empty()) return;
  for (Who who = 0; who < world.people(); ++who) {
    auto& person = world.person(who);
    if (world.lies(who)) continue;
    const auto opened = opened_by(world, person);
    for (const auto& one : opened_) {
      if (one.first != who || opened.contains(one.second)) continue;
      if (world.lost_something(who)) continue;
      // What is left of a leaf that two stories share opens the one alone that was forgotten.
      const auto* entry = world.truth().find(one.second);
      if (entry != nullptr && forgot_there(world, who, *entry)) continue;
      world.problem(person.name() + " opens no more what a copied home wrote");
    }
    for (const auto& link : opened) opened_.insert({who, link});
    for (const auto& [place, stories] : shown_to(world, person)) {
      if (stories.size() < 2) continue;
      for (const auto& [link, told] : stories) {
        if (!told) world.problem(person.name() + " is shown one of two stories as the only one");
      }
    }
  }
}

}  // namespace kith::sim
