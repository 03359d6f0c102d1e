// Before and after the talk.
#include "sim/replay.hpp"

#include <algorithm>
#include <numeric>

#include "sim/replay_check.hpp"

namespace kith::sim {
namespace {

constexpr std::chrono::hours log_begins_after{24};
constexpr std::size_t one_in_introduced = 5;
constexpr std::size_t one_in_late = 5;
constexpr std::size_t settling_passes_max = 8;
constexpr std::int64_t skew_seconds_max = 90;
constexpr const char* circle_name = "the channel";

}  // namespace

Replay::Replay(const ReplayLog& log, std::uint64_t seed)
    : log_(log), dice_(seed), model_(log.nicks.size()), entry_of_line_(log.lines.size()) {
  for (PersonNumber i = 0; i < log_.nicks.size(); ++i) {
    const auto own_seed = (seed + 1) * 1'000'003 + i;
    people_.emplace_back(  // in place: a person cannot be moved
        new ReplayPerson{Person{log_.nicks[i], own_seed, world_begin}, {}, {}, false, false});
    const auto skew = static_cast<std::int64_t>(below(2 * skew_seconds_max + 1));
    people_[i]->skew = std::chrono::seconds{skew - skew_seconds_max};
    numbers_[people_[i]->person.id()] = i;
  }
  draw_roles();
}

std::size_t Replay::below(std::size_t bound) {
  std::array<std::uint8_t, 8> bytes{};
  dice_.fill(bytes);
  std::uint64_t drawn = 0;
  for (const auto byte : bytes) drawn = drawn << 8 | byte;
  return drawn % bound;
}

std::size_t Replay::first_line_of(PersonNumber who) const {
  const auto found = std::ranges::find(log_.lines, who, &ReplayLine::speaker);
  return static_cast<std::size_t>(found - log_.lines.begin());
}

void Replay::draw_roles() {
  founder_ = log_.lines.front().speaker;
  std::vector<PersonNumber> order(people_.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](PersonNumber who) { return first_line_of(who); });
  order.resize(people_.size() / 2);  // the founder is the last of all, so never among them
  cost_.late = std::max<std::size_t>(1, people_.size() / one_in_late);
  for (std::size_t i = 0; i < cost_.late; ++i) {
    const auto at = below(order.size());
    people_[order[at]]->late = true;
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(at));
  }
  do {
    parted_ = below(people_.size());
  } while (parted_ == founder_ || people_[parted_]->late);
}

// A person at a moment of the log, by their own clock.
Person& Replay::at(PersonNumber who, std::chrono::microseconds when) {
  auto& one = *people_[who];
  one.person.set_clock(world_begin + log_begins_after + when + one.skew);
  return one.person;
}

std::vector<PersonNumber> Replay::joined() const {
  std::vector<PersonNumber> found;
  for (PersonNumber i = 0; i < people_.size(); ++i) {
    if (people_[i]->joined) found.push_back(i);
  }
  return found;
}

Replay::Outcome Replay::sync_pair(PersonNumber one, PersonNumber other, std::size_t& sessions) {
  const auto tally = sync(people_[one]->person, people_[other]->person);
  if (!tally) {
    return Fail{log_.nicks[one] + " and " + log_.nicks[other] + " could not finish a session."};
  }
  const auto moved = tally->sent + tally->received;
  const auto bytes = tally->bytes_in + tally->bytes_out;
  ++sessions;
  cost_.sessions_quiet += moved == 0 ? 1 : 0;
  cost_.bytes_quiet += moved == 0 ? bytes : 0;
  cost_.bytes_on_wire += bytes;
  cost_.round_trips += tally->round_trips;
  cost_.entries_moved += moved;
  return {};
}

Replay::Outcome Replay::sync_random_pairs(std::size_t& sessions) {
  auto order = joined();
  while (order.size() > 1) {
    const auto first = order.back();
    order.pop_back();
    const auto at = below(order.size());
    if (const auto done = sync_pair(first, order[at], sessions); !done) return done;
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return {};
}

// Half of those who meet let their devices talk at once; the others' cards wait.
Replay::Outcome Replay::gather() {
  std::vector<std::pair<PersonNumber, PersonNumber>> introduced;
  for (PersonNumber one = 0; one < people_.size(); ++one) {
    for (PersonNumber other = one + 1; other < people_.size(); ++other) {
      const bool with_founder = one == founder_ || other == founder_;
      if (!with_founder && below(one_in_introduced) == 0) {
        introduced.emplace_back(one, other);
        continue;
      }
      meet(people_[one]->person, people_[other]->person);
      if (coin()) continue;
      if (const auto done = sync_pair(one, other, cost_.sessions_talking); !done) return done;
    }
  }
  cost_.introduced = introduced.size();
  return introduce_all(introduced);
}

Replay::Outcome Replay::introduce_all(
    const std::vector<std::pair<PersonNumber, PersonNumber>>& pairs) {
  auto& founder = people_[founder_]->person;
  std::vector<node::Introducing> asked;
  for (const auto& [one, other] : pairs) {
    asked.push_back({people_[one]->person.id(), people_[other]->person.id()});
  }
  if (!founder.try_take(founder.node().introduce(asked, founder.tick()))) {
    return Fail{founder.name() + " cannot introduce people."};
  }
  for (PersonNumber who = 0; who < people_.size(); ++who) {
    if (who == founder_) continue;
    if (const auto done = sync_pair(who, founder_, cost_.sessions_talking); !done) return done;
    auto& person = people_[who]->person;
    person.index();
    while (!person.node().open_offers().empty()) {
      const auto& offer = *person.node().open_offers().front();
      const auto& name = log_.nicks[numbers_.at(offer.person)];
      if (!person.try_take(person.node().accept(offer.id, name, person.tick()))) {
        return Fail{person.name() + " cannot accept " + name + "."};
      }
    }
  }
  return {};
}

Replay::Outcome Replay::include(PersonNumber who, PersonNumber whom, ReplayModel::Past past) {
  auto& person = people_[who]->person;
  node::Inclusion how;
  if (past == ReplayModel::Past::all) how.past = WallTime{};
  const auto done = person.try_take(person.node().include(
      people_[who]->circle, {people_[whom]->person.id()}, how, person.tick()));
  if (!done) return Fail{person.name() + " cannot include " + log_.nicks[whom] + "."};
  model_.include(who, whom, past);
  links_.resize(model_.entries().size());
  return {};
}

// Hears of the circle from the founder, and includes everyone who is there.
Replay::Outcome Replay::enter_circle(PersonNumber who) {
  auto& one = *people_[who];
  if (const auto done = sync_pair(who, founder_, cost_.sessions_talking); !done) return done;
  one.person.index();
  const auto circles = one.person.node().circles();
  const auto found = std::ranges::find_if(circles, [&](node::CircleNumber circle) {
    return one.person.node().name_of(circle) == circle_name;
  });
  if (found == circles.end()) return Fail{one.person.name() + " does not hear of the circle."};
  one.circle = *found;
  one.joined = true;
  for (const auto other : joined()) {
    if (other == who) continue;
    if (const auto done = include(who, other, ReplayModel::Past::none); !done) return done;
  }
  return {};
}

// Whoever enters includes those who are there; they include whoever enters.
Replay::Outcome Replay::begin() {
  auto& founder = *people_[founder_];
  founder.circle =
      founder.person.take(founder.person.node().new_circle(circle_name, founder.person.tick()));
  founder.joined = true;
  for (PersonNumber who = 0; who < people_.size(); ++who) {
    if (who == founder_ || people_[who]->late) continue;
    for (const auto other : joined()) {
      if (const auto done = include(other, who, ReplayModel::Past::none); !done) return done;
    }
    if (const auto done = enter_circle(who); !done) return done;
  }
  return {};
}

Replay::Outcome Replay::settle() {
  for (std::size_t people = 1; people < 8 * people_.size(); people *= 2) {
    if (const auto done = sync_random_pairs(cost_.sessions_settling); !done) return done;
  }
  for (std::size_t pass = 0; pass < settling_passes_max; ++pass) {
    const auto before = cost_.entries_moved;
    for (PersonNumber one = 0; one < people_.size(); ++one) {
      for (PersonNumber other = one + 1; other < people_.size(); ++other) {
        const auto done = sync_pair(one, other, cost_.sessions_settling);
        if (!done) return done;
      }
    }
    if (cost_.entries_moved == before) return {};
  }
  return Fail{std::string{"After so many passes over all pairs something still moves."}};
}

Replay::Outcome Replay::check_views() {
  links_.resize(model_.entries().size());
  ReplayCheck check{log_, model_, links_, numbers_};
  for (PersonNumber who = 0; who < people_.size(); ++who) {
    auto& one = *people_[who];
    if (const auto fine = check.view(who, one.person, one.circle); !fine) return fine;
  }
  return {};
}

std::uint64_t Replay::entries_written() const {
  std::uint64_t entries = 0;
  for (const auto& one : people_) {
    const auto& strands = one->person.node().strands();
    for (const auto circle : strands.circles()) {
      for (const auto strand : strands.of_circle(circle)) {
        if (strands.strand(strand).person != one->person.id()) continue;
        for (const auto& span : strands.spans(strand)) {
          entries += span.span.next.value - span.span.from.value;
        }
      }
    }
  }
  return entries;
}

std::uint64_t Replay::text_bytes() const {
  std::uint64_t bytes = 0;
  for (const auto& line : log_.lines) bytes += line.text.size();
  return bytes;
}

std::uint64_t Replay::text_bytes_delivered() const {
  std::uint64_t bytes = 0;
  for (const auto& entry : model_.entries()) {
    if (!entry.line) continue;
    auto hearers = entry.audience;
    hearers.insert(entry.given.begin(), entry.given.end());
    bytes += log_.lines[*entry.line].text.size() * hearers.size();
  }
  return bytes;
}

}  // namespace kith::sim
