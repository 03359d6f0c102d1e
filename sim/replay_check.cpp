#include "sim/replay_check.hpp"

#include <algorithm>
#include <limits>

namespace kith::sim {
namespace {

Fail<std::string> wrong(const Person& viewer, const std::string& what) {
  return Fail{viewer.name() + " " + what + "."};
}

}  // namespace

ReplayCheck::ReplayCheck(const ReplayLog& log, const ReplayModel& model,
                         std::span<const Link> links,
                         const std::map<PersonId, PersonNumber>& numbers)
    : log_(log), model_(model), links_(links), numbers_(numbers) {
  for (std::size_t i = 0; i < links_.size(); ++i) {
    if (model_.entries()[i].line) entries_[links_[i]] = i;
  }
}

std::string ReplayCheck::named(std::size_t entry) const {
  const auto& line = log_.lines[*model_.entries()[entry].line];
  return "line " + std::to_string(line.number) + " of " + log_.nicks[line.speaker];
}

Result<void, std::string> ReplayCheck::view(PersonNumber viewer, Person& person,
                                            node::CircleNumber circle) {
  person.index();
  const auto shown = person.node().view().last(circle, std::numeric_limits<std::uint32_t>::max());
  if (!shown) return wrong(person, "cannot read the circle");
  std::vector<std::size_t> seen;
  for (const auto& entry : *shown) {
    const auto known = entries_.find(entry.link);
    if (known == entries_.end()) return wrong(person, "sees something that nobody said");
    if (const auto fine = one(viewer, known->second, entry); !fine) {
      return wrong(person, fine.error());
    }
    seen.push_back(known->second);
  }
  if (const auto fine = relations(seen, *shown); !fine) return wrong(person, fine.error());
  auto sorted = seen;
  std::ranges::sort(sorted);
  for (std::size_t i = 0; i < model_.entries().size(); ++i) {
    const bool due = model_.entries()[i].line && model_.sees(viewer, i);
    if (due && !std::ranges::binary_search(sorted, i)) {
      return wrong(person, "does not see " + named(i) + ", which they may");
    }
  }
  const auto [first, fresh] = same_.try_emplace(std::move(sorted), seen);
  if (!fresh && first->second != seen) {
    return wrong(person, "sees the same lines as another in another order");
  }
  return {};
}

ReplayCheck::Outcome ReplayCheck::one(PersonNumber viewer, std::size_t entry,
                                      const node::ShownEntry& shown) const {
  const auto& said = model_.entries()[entry];
  const auto* message = shown.body ? std::get_if<kinds::Message>(&*shown.body) : nullptr;
  if (!model_.sees(viewer, entry)) return Fail{"sees " + named(entry) + ", which is not for them"};
  if (numbers_.at(shown.author) != said.author) {
    return Fail{"takes " + named(entry) + " for another's"};
  }
  if (message == nullptr || message->text != log_.lines[*said.line].text) {
    return Fail{"reads something else than " + named(entry)};
  }
  if (const auto fine = audience(viewer, entry, shown); !fine) return fine;
  return answers(viewer, entry, shown);
}

ReplayCheck::Outcome ReplayCheck::audience(PersonNumber viewer, std::size_t entry,
                                           const node::ShownEntry& shown) const {
  const auto& said = model_.entries()[entry];
  if (!shown.audience) return Fail{"does not know who hears " + named(entry)};
  Persons persons;
  for (const auto& hearer : *shown.audience) persons.insert(numbers_.at(hearer.person));
  if (persons != said.audience || shown.aside != said.aside) {
    return Fail{"sees others hear " + named(entry) + " than do"};
  }
  Persons given;
  for (const auto& person : shown.past_given_to) given.insert(numbers_.at(person));
  if (given != model_.given_as_seen(viewer, entry)) {
    return Fail{"sees " + named(entry) + " given to others than it was"};
  }
  return {};
}

ReplayCheck::Outcome ReplayCheck::answers(PersonNumber viewer, std::size_t entry,
                                          const node::ShownEntry& shown) const {
  std::set<Reference> due;
  std::size_t holes = 0;
  for (const auto answered : model_.entries()[entry].answers) {
    if (model_.sees(viewer, answered)) {
      due.insert(reference_of(links_[answered]));
    } else {
      ++holes;
    }
  }
  const std::set<Reference> seen{shown.answers.begin(), shown.answers.end()};
  if (seen != due || shown.unseen_answers != holes) {
    return Fail{"sees " + named(entry) + " answer something else than it does"};
  }
  return {};
}

// Within a log as it was written; an answer after what it answers.
ReplayCheck::Outcome ReplayCheck::relations(const std::vector<std::size_t>& seen,
                                            const std::vector<node::ShownEntry>& shown) const {
  std::map<node::StrandNumber, std::size_t> last;
  std::set<std::size_t> before;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const auto [latest, fresh] = last.try_emplace(shown[i].key.strand, seen[i]);
    if (!fresh && latest->second > seen[i]) {
      return Fail{"sees " + named(seen[i]) + " after a later one of the same log"};
    }
    latest->second = seen[i];
    for (const auto answered : model_.entries()[seen[i]].answers) {
      const bool shown_later =
          !before.contains(answered) && std::ranges::count(seen, answered) != 0;
      if (shown_later) return Fail{"sees " + named(seen[i]) + " before what it answers"};
    }
    before.insert(seen[i]);
  }
  return {};
}

}  // namespace kith::sim
