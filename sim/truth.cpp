#include "sim/truth.hpp"

#include <algorithm>

#include "node/tie.hpp"

namespace kith::sim {
namespace {

std::set<Link> held_of(Person& person, const LogId& log) {
  std::set<Link> held;
  auto& node = person.node();
  for (const auto strand : node.strands().of_log(log)) {
    for (const auto& span : node.strands().spans(strand)) {
      for (auto seq = span.span.from; seq < span.span.next; seq = seq.successor()) {
        if (const auto link = node.opener().link_of({strand, seq})) held.insert(*link);
      }
    }
  }
  return held;
}

}  // namespace

std::optional<PersonId> other_of_tie(const Person& person, const CircleId& circle) {
  for (const auto& [other, contact] : person.node().contacts().all()) {
    if (node::tie_of(person.id(), other) == circle) return other;
  }
  return std::nullopt;
}

void Truth::includes(Who author, const CircleId& circle, const PersonId& person,
                     std::optional<WallTime> until) {
  auto& acts = acts_[author];
  acts.included[circle][person] = until;
  acts.parted[circle].erase(person);
}

void Truth::parts(Who author, const CircleId& circle, const PersonId& person) {
  auto& acts = acts_[author];
  acts.included[circle].erase(person);
  acts.parted[circle].insert(person);
}

void Truth::leaves(Who author, const CircleId& circle, WallTime now) {
  std::erase_if(acts_[author].included[circle],
                [&](const auto& one) { return !one.second || now < *one.second; });
}

bool Truth::stands_apart(Who author, const CircleId& circle, const PersonId& person,
                         WallTime now) const {
  const auto acts = acts_.find(author);
  if (acts == acts_.end()) return false;
  const auto parted = acts->second.parted.find(circle);
  if (parted != acts->second.parted.end() && parted->second.contains(person)) return true;
  const auto found = acts->second.included.find(circle);
  if (found == acts->second.included.end()) return false;
  const auto until = found->second.find(person);
  return until != found->second.end() && until->second && *until->second <= now;
}

Persons Truth::audience(Who author, const CircleId& circle, WallTime now) const {
  Persons persons;
  const auto acts = acts_.find(author);
  if (acts == acts_.end()) return persons;
  const auto found = acts->second.included.find(circle);
  if (found == acts->second.included.end()) return persons;
  for (const auto& [person, until] : found->second) {
    if (!until || now < *until) persons.insert(person);
  }
  return persons;
}

namespace {

// A past runs from the first entry that opens on; of what does not open its giver has no keys.
bool begins_before(node::Node& node, node::StrandNumber strand, Seq seq, WallTime from) {
  for (const auto& span : node.strands().spans(strand)) {
    for (auto at = span.span.from; at < span.span.next && at <= seq; at = at.successor()) {
      const auto opened = node.opener().open({strand, at});
      if (opened && opened->meta.time >= from) return true;
    }
  }
  return false;
}

}  // namespace

void Truth::gives_past(Who who, Person& author, const CircleId& circle, const PersonId& person,
                       WallTime from) {
  auto& node = author.node();
  for (auto& [link, entry] : written_) {
    const bool is_past = entry.author == author.id() && entry.circle == circle &&
                         entry.form == wire::LogForm::main && entry.time >= from;
    if (!is_past) continue;
    if (!is_of_the_other(who, entry)) {
      entry.given.insert(person);
      entry.given_closed.erase(person);
      continue;
    }
    for (const auto strand : node.strands().of_log(entry.log)) {
      const node::EntryKey key{strand, entry.place.seq};
      const bool holds = node.strands().holds(key) && node.opener().link_of(key) == link;
      if (!holds || !begins_before(node, strand, key.seq, from)) continue;
      const bool fresh = entry.given.insert(person).second;
      if (node.opener().open(key)) {
        entry.given_closed.erase(person);
      } else if (fresh) {
        entry.given_closed.insert(person);
      }
    }
  }
}

Persons Truth::audience_of(Who who, const Person& person, const node::StrandRecord& strand,
                           WallTime now, const Persons& aside) const {
  const auto& circle = person.node().strands().id_of(strand.circle);
  if (circle == person.node().identity().self_circle) return {};
  if (strand.form == wire::LogForm::aside) return aside;
  if (const auto other = other_of_tie(person, circle)) return {*other};
  return audience(who, circle, now);
}

Truth::Noted Truth::note(Who who, Person& person, WallTime now, const Persons& aside,
                         Reads reading) {
  Noted noted;
  auto& node = person.node();
  for (const auto circle : node.strands().circles()) {
    for (const auto number : node.strands().of_circle(circle)) {
      if (node.strands().strand(number).person != person.id()) continue;
      note_strand(who, person, number, now, aside, reading, noted);
    }
  }
  return noted;
}

void Truth::note_strand(Who who, Person& person, node::StrandNumber number, WallTime now,
                        const Persons& aside, Reads reading, Noted& noted) {
  auto& node = person.node();
  const auto strand = node.strands().strand(number);
  const auto copied = copied_.find(strand.log);
  // Stories of a copied log stand at the same places: all of it is gone through.
  auto from = copied != copied_.end() ? copied->second : noted_[{who, strand.log}];
  for (const auto& span : node.strands().spans(number)) {
    for (auto seq = std::max(from, span.span.from); seq < span.span.next; seq = seq.successor()) {
      const node::EntryKey key{number, seq};
      const auto link = node.opener().link_of(key);
      check(link.has_value());
      // The other home's, come back; of a copied log also what a home wrote before it was put back.
      const auto* known = find(*link);
      if (known != nullptr && (copied != copied_.end() || is_of_the_other(who, *known))) continue;
      const auto opened = node.opener().open(key);
      const auto lean = person.store().entry(key);
      // What a liar told comes back to their node, which cannot open it.
      if (!opened && reading == Reads::what_opens) continue;
      check(opened && lean && *lean);
      const auto [stood, fresh] = at_.try_emplace({strand.log, seq}, *link);
      if (stood->second != *link && copied == copied_.end()) {
        noted.problem = "told two stories in one log";
      }
      if (written_.contains(*link)) continue;
      if (copied != copied_.end() && knows_of_the_other(who, person, strand.log)) {
        noted.problem = "goes on with a log of which they hold another story";
      }
      noted.entries += fresh || copied != copied_.end() ? 1 : 0;
      const auto order = written_.size();
      in_order_.push_back(*link);
      of_epoch_[{strand.log, opened->place.epoch}].push_back(*link);
      written_[*link] = {person.id(),
                         who,
                         order,
                         node.strands().id_of(strand.circle),
                         strand.log,
                         opened->place,
                         opened->meta.time,
                         strand.form,
                         **lean,
                         audience_of(who, person, strand, now, aside),
                         {},
                         {},
                         acts_[who].recovery_in_force()};
      if (written_[*link].circle == node.identity().self_circle) {
        note_recovery(who, *link, *opened);
      }
    }
    from = std::max(from, span.span.next);
  }
  noted_[{who, strand.log}] = from;
}

// What it says holds from the entry after it on.
void Truth::note_recovery(Who who, const Link& link, const node::Opened& opened) {
  constexpr auto kind = static_cast<std::uint64_t>(kinds::KindNumber::recovery_key);
  if (opened.meta.kind != decltype(opened.meta.kind){kind}) return;
  const auto body = kinds::decode_body(kind, opened.body);
  check(body.has_value());
  acts_[who].recovery.push_back(
      {opened.meta.time, reference_of(link), std::get<kinds::RecoveryKey>(*body)});
}

std::optional<crypto::RecoveryPublic> Truth::Acts::recovery_in_force() const {
  const SaidOfKey* made = nullptr;
  const auto is_later = [](const SaidOfKey& one, const SaidOfKey& other) {
    return std::pair{one.time, one.id} > std::pair{other.time, other.id};
  };
  for (const auto& one : recovery) {
    if (one.said.in_force && (made == nullptr || is_later(one, *made))) made = &one;
  }
  if (made == nullptr) return std::nullopt;
  const bool ended = std::ranges::any_of(recovery, [&](const SaidOfKey& one) {
    return !one.said.in_force && one.said.key == made->said.key && is_later(one, *made);
  });
  return ended ? std::nullopt : std::optional{made->said.key};
}

bool Truth::Acts::knows(const crypto::RecoveryPublic& key) const {
  return std::ranges::any_of(recovery, [&](const SaidOfKey& one) { return one.said.key == key; });
}

const Written* Truth::opening_of(const Written& entry) const {
  for (const auto& link : of_epoch(entry.log, entry.place.epoch)) {
    const auto* one = find(link);
    const bool opens = one->place.leaf.value == 0 && one->place.seq.value == entry.place.opening();
    if (opens && !is_of_the_other(entry.home, *one)) return one;
  }
  return nullptr;
}

void Truth::copies(Who first, Person& person, Who copy, Copy how) {
  acts_[copy] = acts_[first];
  std::map<std::pair<Who, LogId>, Seq> noted;
  for (const auto& [key, next] : noted_) {
    if (key.first == first) noted[{copy, key.second}] = next;
  }
  noted_.merge(noted);
  apart_.push_back({first, copy, written_.size()});
  if (how == Copy::noticed) return;
  const auto open = person.store().own_logs();
  check(open.has_value());
  for (const auto& log : *open) {
    const auto& spans = person.node().strands().spans(log.strand);
    copied_[person.node().strands().strand(log.strand).log] = spans.back().span.next;
  }
}

const Truth::Apart* Truth::apart_of(Who who) const {
  const auto found = std::ranges::find_if(
      apart_, [&](const Apart& one) { return one.first == who || one.copy == who; });
  return found == apart_.end() ? nullptr : &*found;
}

bool Truth::is_of_the_other(Who who, const Written& entry) const {
  const auto* apart = apart_of(who);
  if (apart == nullptr || entry.home == who || entry.order < apart->from) return false;
  return entry.home == apart->first || entry.home == apart->copy;
}

std::set<Link> Truth::held_of_copied(Person& person) const {
  std::set<Link> held;
  for (const auto& [log, from] : copied_) held.merge(held_of(person, log));
  return held;
}

void Truth::comes(Who who, Person& person, const std::set<Link>& before) {
  auto held = held_of_copied(person);
  std::erase_if(held, [&](const Link& link) { return before.contains(link); });
  came_[who].merge(held);
}

bool Truth::knows_of_the_other(Who who, Person& person, const LogId& log) const {
  const auto came = came_.find(who);
  if (came == came_.end()) return false;
  return std::ranges::any_of(held_of(person, log), [&](const Link& link) {
    const auto* entry = came->second.contains(link) ? find(link) : nullptr;
    return entry != nullptr && is_of_the_other(who, *entry);
  });
}

bool Truth::may_hold(const PersonId& person, const Written& entry) const {
  if (entry.may_open(person)) return true;
  const auto copied = copied_.find(entry.log);
  if (copied == copied_.end() || entry.place.seq < copied->second) return false;
  return std::ranges::any_of(written_, [&](const auto& one) {
    return one.second.log == entry.log && one.second.place.seq == entry.place.seq &&
           one.second.given.contains(person);
  });
}

bool Truth::names_two_stories(const PersonId& person, const Written& entry) const {
  const auto copied = copied_.find(entry.log);
  const bool may_part = copied != copied_.end() && copied->second <= entry.place.seq;
  return may_part && entry.given.contains(person) && !entry.addressed.contains(person);
}

bool Truth::holds_other_story(const std::set<Link>& held, const Written& entry) const {
  const auto copied = copied_.find(entry.log);
  if (copied == copied_.end() || entry.place.seq < copied->second) return false;
  return std::ranges::any_of(written_, [&](const auto& one) {
    const Written& other = one.second;
    return other.log == entry.log && other.place.seq == entry.place.seq &&
           other.home != entry.home && held.contains(one.first);
  });
}

bool Truth::opens_by_the_other_story(const PersonId& person, const Written& entry) const {
  const auto copied = copied_.find(entry.log);
  if (copied == copied_.end() || entry.place.seq < copied->second) return false;
  return std::ranges::any_of(written_, [&](const auto& one) {
    const Written& other = one.second;
    if (other.log != entry.log || other.place.epoch != entry.place.epoch) return false;
    if (other.home == entry.home || other.place.seq < copied->second) return false;
    const auto leaf = entry.place.leaf;
    return (other.addressed.contains(person) && other.place.leaf <= leaf) ||
           (other.given.contains(person) && other.place.leaf == leaf);
  });
}

std::vector<Link> Truth::of_epoch(const LogId& log, EpochNumber epoch) const {
  const auto found = of_epoch_.find({log, epoch});
  return found == of_epoch_.end() ? std::vector<Link>{} : found->second;
}

const Written* Truth::find(const Link& link) const {
  const auto found = written_.find(link);
  return found == written_.end() ? nullptr : &found->second;
}

}  // namespace kith::sim
