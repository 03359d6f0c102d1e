#include "sim/checks.hpp"

#include <algorithm>

#include "node/parting.hpp"
#include "node/reached.hpp"
#include "node/session_memory.hpp"
#include "node/sharing.hpp"
#include "seal/entry_seal.hpp"
#include "sim/checks_own.hpp"

namespace kith::sim {
namespace {

std::string words_for(const Written& entry, World& world) {
  return "entry " + std::to_string(entry.place.seq.value) + " of " +
         world.person(*world.who(entry.author)).name() + "'s log " +
         to_hex(entry.log.view()).substr(0, 6);
}

// With every key that a person holds of the log, whether they hold the entry or not.
bool opens_with_anything(Person& person, const Written& entry) {
  const auto decoded = wire::decode_entry(entry.lean);
  check(decoded.has_value());
  bool opened = false;
  for (const auto strand : person.node().strands().of_log(entry.log)) {
    const auto tried =
        person.node().opener().try_keys(strand, entry.place, [&](const seal::LeafKeys& keys) {
          opened = seal::open_entry(keys, entry.log, entry.place, decoded->entry).has_value();
          return opened;
        });
    check(tried.has_value());
  }
  return opened;
}

std::set<Link> held_by(Person& person) {
  std::set<Link> links;
  auto& node = person.node();
  for (const auto circle : node.strands().circles()) {
    for (const auto strand : node.strands().of_circle(circle)) {
      for (const auto& span : node.strands().spans(strand)) {
        for (auto seq = span.span.from; seq < span.span.next; seq = seq.successor()) {
          if (const auto link = node.opener().link_of({strand, seq})) links.insert(*link);
        }
      }
    }
  }
  return links;
}

}  // namespace

void check_held(World& world, Person& person, const node::EntryKey& key) {
  auto& node = person.node();
  const auto link = node.opener().link_of(key);
  const auto* entry = link ? world.truth().find(*link) : nullptr;
  if (entry == nullptr && world.lies(node.strands().strand(key.strand).person)) return;
  const bool theirs = entry != nullptr && world.truth().may_hold(person.id(), *entry);
  // Whoever lies may hand on what is sealed. Its keys are asked for elsewhere.
  const bool may_be_sealed = entry != nullptr && !world.liars().empty();
  if (!theirs && may_be_sealed && !node.opener().open(key)) return;
  if (!theirs) {
    world.problem("rule 2: " + person.name() + " holds what is not for them" +
                  (entry != nullptr ? ": " + words_for(*entry, world) : ""));
    return;
  }
  const auto hearers = node.hearing().hearers(key);
  check(hearers.has_value());
  if (!*hearers || world.lies(entry->author)) return;
  for (const auto& hearer : **hearers) {
    if (world.truth().may_hold(hearer, *entry)) continue;
    world.problem(person.name() + " sees a hearer who is none of " + words_for(*entry, world));
  }
}

void check_key(World& world, Person& person, const Written& entry) {
  if (entry.may_open(person.id()) || !opens_with_anything(person, entry)) return;
  if (world.truth().opens_by_the_other_story(person.id(), entry)) return;
  world.problem("rule 2: " + person.name() + " holds a key of " + words_for(entry, world));
}

void check_keys(World& world) {
  for (Who who = 0; who < world.people(); ++who) {
    auto& person = world.person(who);
    const auto& strands = person.node().strands();
    for (const auto circle : strands.circles()) {
      for (const auto strand : strands.of_circle(circle)) {
        for (const auto& span : strands.spans(strand)) {
          for (auto seq = span.span.from; seq < span.span.next; seq = seq.successor()) {
            check_held(world, person, {strand, seq});
          }
        }
      }
    }
    for (const auto& [link, entry] : world.truth().written()) check_key(world, person, entry);
  }
}

namespace {

// Whom their own home shows as hearers of it: of nobody else it is asked what reached them.
Persons hearers_shown(Person& person, const Written& entry, const Link& link) {
  Persons hearers;
  auto& node = person.node();
  for (const auto strand : node.strands().of_log(entry.log)) {
    const node::EntryKey key{strand, entry.place.seq};
    if (!node.strands().holds(key) || node.opener().link_of(key) != link) continue;
    const auto known = node.hearing().hearers(key);
    check(known.has_value());
    if (*known) hearers.insert((*known)->begin(), (*known)->end());
  }
  return hearers;
}

}  // namespace

void check_reached(World& world) {
  std::map<PersonId, std::set<Link>> held;  // by any home of theirs
  std::vector<std::set<Link>> held_here;
  std::set<PersonId> lost;
  for (Who who = 0; who < world.people(); ++who) {
    held_here.push_back(held_by(world.person(who)));
    held[world.person(who).id()].insert(held_here[who].begin(), held_here[who].end());
    if (world.lost_something(who)) lost.insert(world.person(who).id());
  }
  for (Who who = 0; who < world.people(); ++who) {
    const auto& author = world.person(who);
    if (world.lies(who)) continue;
    const auto reached = node::Reached::load(world.person(who).store());
    check(reached.has_value());
    for (const auto& [link, entry] : world.truth().written()) {
      if (entry.author != author.id() || !held_here[who].contains(link)) continue;
      const auto hearers = hearers_shown(world.person(who), entry, link);
      for (const auto& [person, links] : held) {
        if (!hearers.contains(person) || links.contains(link)) continue;
        if (world.lies(person)) continue;     // their word for it
        if (lost.contains(person)) continue;  // it is believed until it says so
        if (!reached->has(person, entry.log, entry.place.seq)) continue;
        if (world.truth().holds_other_story(links, entry)) continue;  // it names a place alone
        world.problem(author.name() +
                      " is told that somebody holds what they do not: " + words_for(entry, world));
      }
    }
  }
}

namespace {

// A past gave it to them, at a place where its author's home may have told another story, or cannot
// know: of that one it holds no more than pieces that hang in the air.
bool may_tell_two_stories(World& world, const PersonId& person, const Written& entry) {
  const auto& truth = world.truth();
  if (!truth.was_copied(entry.log) || entry.addressed.contains(person)) return false;
  if (truth.names_two_stories(person, entry)) return true;
  auto& node = world.person(entry.home).node();
  const auto parting = node::parting_of(node.strands(), node.opener(), entry.log);
  return parting && *parting <= entry.place.seq && entry.given.contains(person);
}

}  // namespace

void check_reach(World& world, Reach reach) {
  std::map<Link, std::set<Who>> opened_by;
  for (Who who = 0; who < world.people(); ++who) {
    auto& node = world.person(who).node();
    for (const auto circle : node.strands().circles()) {
      for (const auto strand : node.strands().of_circle(circle)) {
        for (const auto& span : node.strands().spans(strand)) {
          for (auto seq = span.span.from; seq < span.span.next; seq = seq.successor()) {
            const auto link = node.opener().link_of({strand, seq});
            if (link && node.opener().open({strand, seq})) opened_by[*link].insert(who);
          }
        }
      }
    }
  }
  for (const auto& [link, entry] : world.truth().written()) {
    const auto author = entry.home;
    if (world.lies(author)) continue;
    // A home that went back to an older disk has no key of what it had written since.
    if (world.lost_something(author) && !opened_by[link].contains(author)) continue;
    const auto now_heard = heard_of_each_home(world, entry);
    for (Who who = 0; who < world.people(); ++who) {
      auto& person = world.person(who);
      const bool closed = entry.given_closed.contains(person.id());
      const bool for_them =
          entry.addressed.contains(person.id()) || (entry.may_open(person.id()) && !closed);
      if (!for_them || opened_by[link].contains(who) || world.lies(who)) continue;
      // Where a past names the place of two stories, keys that came in no box are not given again.
      if (may_tell_two_stories(world, person.id(), entry)) continue;
      // Two stories share a leaf: what is left of it where one was forgotten opens that one alone.
      if (forgot_there(world, who, entry)) continue;
      // It comes back to the author's other home, which shows it as theirs and unreadable.
      if (world.truth().is_of_the_other(who, entry)) continue;
      if (person.id() != entry.author && !person.node().contacts().knows(entry.author)) continue;
      // Nor does it remember, while nothing opens it, to whom it gave what came before.
      if (world.lost_something(author) && !entry.addressed.contains(person.id())) continue;
      const bool tie = other_of_tie(person, entry.circle).has_value();
      const bool still = tie || person.id() == entry.author || now_heard.contains(person.id());
      if (!still && reach == Reach::still_addressed) continue;
      world.problem("not reached: " + person.name() + " by " + words_for(entry, world) +
                    (still ? "" : ", parted since"));
    }
  }
}

void check_served(World& world) {
  for (Who who = 0; who < world.people(); ++who) {
    if (world.lies(who)) continue;
    auto& node = world.person(who).node();
    for (Who other = 0; other < world.people(); ++other) {
      const auto& id = world.person(other).id();
      if (other == who || !node.contacts().knows(id)) continue;
      const auto shares = node::shares_with(node, id);
      check(shares.has_value());
      for (const auto& share : *shares) {
        if (node.strands().strand(share.strand).person == id) continue;
        for (auto seq = share.stretch.from; seq < share.stretch.next; seq = seq.successor()) {
          const node::EntryKey key{share.strand, seq};
          const auto link = node.opener().link_of(key);
          const auto* entry = link ? world.truth().find(*link) : nullptr;
          const bool theirs = entry == nullptr || world.truth().may_hold(id, *entry);
          // Of two keys that a liar gave, the wrong one may be held: what counts is to hold one.
          const bool opened = entry != nullptr
                                  ? node.opener().leaf_keys(key).value().has_value()
                                  : node.opener().reach_of(key, seq.successor()).value().opens;
          if (theirs && opened) continue;
          world.problem(world.person(who).name() + " would serve " + world.person(other).name() +
                        (theirs ? " what they never opened" : " what is not for them"));
        }
      }
    }
  }
}

// Asked entry by entry, of what opens and whom it names: not as serving asks it.
void check_offered(World& world) {
  for (Who who = 0; who < world.people(); ++who) {
    if (world.lies(who)) continue;
    auto& node = world.person(who).node();
    std::map<PersonId, std::set<Link>> served;
    for (const auto& [person, contact] : node.contacts().all()) {
      const auto shares = node::shares_with(node, person);
      check(shares.has_value());
      for (const auto& share : *shares) {
        for (auto seq = share.stretch.from; seq < share.stretch.next; seq = seq.successor()) {
          served[person].insert(node.opener().link_of({share.strand, seq}).value());
        }
      }
    }
    for (const auto circle : node.strands().circles()) {
      for (const auto strand : node.strands().of_circle(circle)) {
        for (const auto& span : node.strands().spans(strand)) {
          for (auto seq = span.span.from; seq < span.span.next; seq = seq.successor()) {
            const node::EntryKey key{strand, seq};
            const auto link = node.opener().link_of(key).value();
            const auto hearers = node.hearing().hearers(key);
            if (!node.opener().open(key) || !hearers || !*hearers) continue;
            for (const auto& person : **hearers) {
              if (!node.contacts().knows(person) || served[person].contains(link)) continue;
              world.problem(world.person(who).name() +
                            " would keep from somebody what they opened");
            }
          }
        }
      }
    }
  }
}

void check_stories(World& world) {
  for (Who who = 0; who < world.people(); ++who) {
    if (world.lies(who)) continue;
    auto& node = world.person(who).node();
    std::map<std::pair<LogId, Seq>, Link> at;
    for (const auto circle : node.strands().circles()) {
      for (const auto strand : node.strands().of_circle(circle)) {
        const auto& record = node.strands().strand(strand);
        for (const auto& span : node.strands().spans(strand)) {
          for (auto seq = span.span.from; seq < span.span.next; seq = seq.successor()) {
            const auto link = node.opener().link_of({strand, seq});
            check(link.has_value());
            const auto [found, fresh] = at.try_emplace({record.log, seq}, *link);
            if (fresh || found->second == *link || record.forked) continue;
            world.problem(world.person(who).name() + " holds two stories and takes them for one");
          }
        }
      }
    }
  }
}

bool agreement(node::Node& one, node::Node& other) {
  const auto said = [](node::Node& who, node::Node& whom) {
    const auto shares = node::shares_with(who, whom.person());
    check(shares.has_value());
    return node::digest_of(*shares);
  };
  const auto ones = node::remembered(one.store(), other.person(), other.device());
  const auto others = node::remembered(other.store(), one.person(), one.device());
  check(ones && others);
  if (!*ones || !*others) return false;
  const auto mine = said(one, other);
  const auto theirs = said(other, one);
  return (*ones)->mine == mine && (*ones)->theirs == theirs && (*others)->mine == theirs &&
         (*others)->theirs == mine;
}

namespace {

// A past names places: of the other story of a copied log, or of one that only the other home wrote
// on, it may end where no signature stands any more, and then nothing can carry it. Else it can.
bool can_be_carried(node::Node& from, const node::Share& share, Seq seq, const Persons& copied) {
  const auto& strand = from.strands().strand(share.strand);
  if (!strand.forked && !copied.contains(strand.person)) return true;
  const auto head = from.store().head_from(share.strand, seq);
  check(head.has_value());
  return *head && (*head)->last.seq < share.stretch.next;
}

}  // namespace

std::size_t missing_between(node::Node& one, node::Node& other, const Persons& copied) {
  std::size_t missing = 0;
  const auto count = [&](node::Node& from, node::Node& to) {
    const auto shares = node::shares_with(from, to.person());
    check(shares.has_value());
    for (const auto& share : *shares) {
      const auto strands = to.strands().of_log(share.log);
      if (strands.empty()) continue;
      const auto author = to.strands().strand(strands.front()).person;
      if (author != to.person() && !to.contacts().knows(author)) continue;
      for (auto seq = share.stretch.from; seq < share.stretch.next; seq = seq.successor()) {
        const auto link = from.opener().link_of({share.strand, seq});
        const auto held = std::ranges::any_of(strands, [&](auto strand) {
          const node::EntryKey key{strand, seq};
          return to.strands().holds(key) && to.opener().link_of(key) == link;
        });
        if (!held && can_be_carried(from, share, seq, copied)) ++missing;
      }
    }
  };
  count(one, other);
  count(other, one);
  return missing;
}

}  // namespace kith::sim
