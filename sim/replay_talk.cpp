// The talk itself.
#include <algorithm>

#include "node/references.hpp"
#include "sim/replay.hpp"

namespace kith::sim {
namespace {

constexpr std::chrono::minutes near_enough{5};
constexpr std::chrono::hours random_pairs_every{4};

}  // namespace

Replay::Outcome Replay::talk() {
  std::optional<std::size_t> last;
  for (std::size_t place = 0; place < log_.lines.size(); ++place) {
    const auto& line = log_.lines[place];
    clock_ = line.after;
    if (place == log_.lines.size() / 3) {
      if (const auto done = part_one(); !done) return done;
    }
    if (place == log_.lines.size() * 2 / 3) {
      if (const auto done = include_again(); !done) return done;
    }
    if (!people_[line.speaker]->joined) {
      if (const auto done = join(line.speaker); !done) return done;
    }
    if (last) {
      const auto& before = log_.lines[*last];
      const auto done = meet_now_and_then(line, before.speaker, before.after);
      if (!done) return done;
    }
    if (const auto done = say(place); !done) return done;
    last = place;
  }
  return {};
}

Replay::Outcome Replay::join(PersonNumber who) {
  for (const auto other : joined()) {
    (void)at(other, clock_);
    if (const auto done = include(other, who, past_by_coin()); !done) return done;
  }
  (void)at(who, clock_);
  return enter_circle(who);
}

Replay::Outcome Replay::part_one() {
  for (const auto who : joined()) {
    if (who == parted_) continue;
    auto& person = at(who, clock_);
    const auto done = person.try_take(person.node().part(
        people_[who]->circle, {people_[parted_]->person.id()}, {}, person.tick()));
    if (!done) return Fail{person.name() + " cannot part " + log_.nicks[parted_] + "."};
    model_.part(who, parted_);
  }
  return {};
}

Replay::Outcome Replay::include_again() {
  for (const auto who : joined()) {
    if (who == parted_ || model_.includes(who, parted_)) continue;
    (void)at(who, clock_);
    if (const auto done = include(who, parted_, past_by_coin()); !done) return done;
  }
  return {};
}

Replay::Outcome Replay::meet_now_and_then(const ReplayLine& line, PersonNumber last_speaker,
                                          std::chrono::microseconds last_spoken) {
  while (met_until_ + random_pairs_every <= line.after) {
    met_until_ += random_pairs_every;
    if (const auto done = sync_random_pairs(cost_.sessions_talking); !done) return done;
  }
  const bool near = line.speaker != last_speaker && line.after - last_spoken <= near_enough;
  if (!near || coin()) return {};
  return sync_pair(line.speaker, last_speaker, cost_.sessions_talking);
}

// What a speaker answers is what they have heard: the rest of the links is not spoken.
Replay::Outcome Replay::say(std::size_t place) {
  const auto& line = log_.lines[place];
  auto& person = at(line.speaker, clock_);
  person.index();
  node::Saying saying{line.text};
  std::vector<std::size_t> answers;
  for (const auto answered : line.answers) {
    const auto entry = *entry_of_line_[answered];
    const auto reference = reference_of(links_[entry]);
    const auto heard = node::resolve(person.store(), person.node().opener(), reference);
    if (!heard) return Fail{person.name() + " cannot read what they hold."};
    if (!*heard) {
      ++cost_.answers_unspoken;
      continue;
    }
    if (!model_.sees(line.speaker, entry)) {
      return Fail{person.name() + " holds a line that is not for them."};
    }
    ++cost_.answers_spoken;
    saying.answers.push_back(reference);
    answers.push_back(entry);
  }
  const auto said =
      person.try_take(person.node().say(people_[line.speaker]->circle, saying, person.tick()));
  if (!said) return Fail{person.name() + " cannot say line " + std::to_string(line.number) + "."};
  return note_said(place, answers, *said);
}

Replay::Outcome Replay::note_said(std::size_t place, const std::vector<std::size_t>& answers,
                                  const node::Said& said) {
  const auto speaker = log_.lines[place].speaker;
  const auto bounds = model_.hearers_of(speaker, answers);
  Persons audience;
  for (const auto& hearer : said.audience) audience.insert(numbers_.at(hearer.person));
  const bool fits =
      std::ranges::includes(audience, bounds.least) && std::ranges::includes(bounds.most, audience);
  if (!fits) {
    return Fail{log_.nicks[speaker] + " says line " + std::to_string(log_.lines[place].number) +
                " to others than it is for."};
  }
  const auto entry = model_.say(speaker, place, std::move(audience), answers);
  entry_of_line_[place] = entry;
  links_.resize(entry + 1);
  links_[entry] = said.link;
  cost_.asides += said.aside ? 1 : 0;
  if (model_.entries()[entry].aside != said.aside) {
    return Fail{log_.nicks[speaker] + " takes a line for an aside, or does not."};
  }
  return {};
}

}  // namespace kith::sim
