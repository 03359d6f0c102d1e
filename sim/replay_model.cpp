#include "sim/replay_model.hpp"

namespace kith::sim {
namespace {

Persons common(const Persons& some, const Persons& others, PersonNumber author) {
  Persons both;
  for (const auto one : some) {
    if (one == author || others.contains(one)) both.insert(one);
  }
  return both;
}

}  // namespace

// A past is all that stands in the giver's main logs by then; asides are never part of it.
void ReplayModel::include(PersonNumber who, PersonNumber whom, Past past) {
  audiences_[who].insert(whom);
  if (past == Past::none) return;
  for (auto& entry : entries_) {
    if (entry.author == who && !entry.aside) entry.given.insert(whom);
  }
  givings_.push_back(entries_.size());
  entries_.push_back({who, audiences_[who], {}, false, std::nullopt, whom, {}});
}

ReplayModel::Bounds ReplayModel::hearers_of(PersonNumber who,
                                            const std::vector<std::size_t>& answers) const {
  Bounds bounds{audiences_[who], audiences_[who]};
  for (const auto answered : answers) {
    const auto& entry = entries_[answered];
    bounds.least = common(bounds.least, entry.audience, entry.author);
    auto hearers = given_as_seen(who, answered);
    hearers.insert(entry.audience.begin(), entry.audience.end());
    bounds.most = common(bounds.most, hearers, entry.author);
  }
  return bounds;
}

std::size_t ReplayModel::say(PersonNumber who, std::size_t line, Persons audience,
                             std::vector<std::size_t> answers) {
  const bool aside = audience != audiences_[who];
  entries_.push_back({who, std::move(audience), {}, aside, line, std::nullopt, std::move(answers)});
  return entries_.size() - 1;
}

bool ReplayModel::sees(PersonNumber viewer, std::size_t entry) const {
  const auto& said = entries_[entry];
  return said.author == viewer || said.audience.contains(viewer) || said.given.contains(viewer);
}

Persons ReplayModel::given_as_seen(PersonNumber viewer, std::size_t entry) const {
  Persons persons;
  if (entries_[entry].aside) return persons;
  for (const auto giving : givings_) {
    const auto& act = entries_[giving];
    const bool covers = act.author == entries_[entry].author && giving > entry;
    if (covers && sees(viewer, giving)) persons.insert(*act.receiver);
  }
  return persons;
}

}  // namespace kith::sim
