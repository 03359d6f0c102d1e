#include "sim/truth.hpp"

#include "node/tie.hpp"

namespace kith::sim {

std::optional<PersonId> other_of_tie(const Person& person, const CircleId& circle) {
  for (const auto& [other, contact] : person.node().contacts().all()) {
    if (node::tie_of(person.id(), other) == circle) return other;
  }
  return std::nullopt;
}

void Truth::includes(const PersonId& author, const CircleId& circle, const PersonId& person,
                     std::optional<WallTime> until) {
  auto& acts = acts_[author];
  acts.included[circle][person] = until;
  acts.parted[circle].erase(person);
}

void Truth::parts(const PersonId& author, const CircleId& circle, const PersonId& person) {
  auto& acts = acts_[author];
  acts.included[circle].erase(person);
  acts.parted[circle].insert(person);
}

void Truth::leaves(const PersonId& author, const CircleId& circle, WallTime now) {
  std::erase_if(acts_[author].included[circle],
                [&](const auto& one) { return !one.second || now < *one.second; });
}

bool Truth::stands_apart(const PersonId& author, const CircleId& circle, const PersonId& person,
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

Persons Truth::audience(const PersonId& author, const CircleId& circle, WallTime now) const {
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

void Truth::gives_past(const PersonId& author, const CircleId& circle, const PersonId& person,
                       WallTime from) {
  for (auto& [link, entry] : written_) {
    const bool is_past = entry.author == author && entry.circle == circle &&
                         entry.form == wire::LogForm::main && entry.time >= from;
    if (is_past) entry.given.insert(person);
  }
}

Persons Truth::audience_of(const Person& person, const node::StrandRecord& strand, WallTime now,
                           const Persons& aside) const {
  const auto& circle = person.node().strands().id_of(strand.circle);
  if (circle == person.node().identity().self_circle) return {};
  if (strand.form == wire::LogForm::aside) return aside;
  if (const auto other = other_of_tie(person, circle)) return {*other};
  return audience(person.id(), circle, now);
}

Truth::Noted Truth::note(Person& person, WallTime now, const Persons& aside, Reads reading) {
  Noted noted;
  auto& node = person.node();
  for (const auto circle : node.strands().circles()) {
    for (const auto number : node.strands().of_circle(circle)) {
      const auto& strand = node.strands().strand(number);
      if (strand.person != person.id() || node.strands().spans(number).empty()) continue;
      auto& next = noted_[strand.log];
      const auto end = node.strands().spans(number).back().span.next;
      for (; next < end; next = next.successor()) {
        const node::EntryKey key{number, next};
        const auto opened = node.opener().open(key);
        const auto link = node.opener().link_of(key);
        const auto lean = person.store().entry(key);
        // What a liar told comes back to their node, which cannot open it.
        if (!opened && reading == Reads::what_opens) continue;
        check(opened && link && lean && *lean);
        const auto [stood, fresh] = at_.try_emplace({strand.log, next}, *link);
        noted.two_stories = noted.two_stories || stood->second != *link;
        noted.entries += fresh ? 1 : 0;
        written_[*link] = {person.id(),
                           node.strands().id_of(circle),
                           strand.log,
                           opened->place,
                           opened->meta.time,
                           strand.form,
                           **lean,
                           audience_of(person, strand, now, aside),
                           {}};
      }
    }
  }
  return noted;
}

const Written* Truth::find(const Link& link) const {
  const auto found = written_.find(link);
  return found == written_.end() ? nullptr : &found->second;
}

}  // namespace kith::sim
