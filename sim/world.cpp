#include "sim/world.hpp"

#include <algorithm>

namespace kith::sim {
namespace {

constexpr std::array names{"ana", "ben", "cem", "dov", "eli", "fay",
                           "gus", "hal", "ida", "jon", "kim", "lea"};

std::string name_of(std::size_t index) {
  const std::string name = names[index % names.size()];
  return index < names.size() ? name : name + std::to_string(index / names.size());
}

}  // namespace

World::World(std::uint64_t seed, std::size_t people) : dice_(seed), now_(world_begin) {
  for (std::size_t i = 0; i < people; ++i) {
    people_.push_back(std::make_unique<Person>(name_of(i), seed * 1000 + i + 1, now_));
    truth_.note(*people_.back(), now_, {});
  }
  heal();
}

std::optional<Who> World::who(const PersonId& person) const {
  for (Who who = 0; who < people_.size(); ++who) {
    if (people_[who]->id() == person) return who;
  }
  return std::nullopt;
}

void World::pass(std::chrono::microseconds span) {
  now_ = now_ + span;
  for (auto& person : people_) person->set_clock(now_);
}

WallTime World::moment(Who who) {
  pass(std::chrono::milliseconds{1});
  return person(who).now();
}

void World::after_act(Who who, const Persons& aside) {
  truth_.note(person(who), now_, aside);
  speak(who);
}

// What is new here goes out over every line of theirs.
void World::speak(Who who) {
  for (auto& line : lines_) {
    for (std::size_t i = 0; i < 2; ++i) {
      if (line.who[i] != who) continue;
      watched(who, [&] { line.end(i).run(); });
      collect(line);
    }
  }
}

void World::changed_by_others(Who who) {
  problem("rule 1: what arrived at " + person(who).name() + " changed what is theirs");
}

void World::add_to_trace(ByteView bytes) {
  constexpr std::uint64_t prime = 1099511628211U;
  for (const auto byte : bytes) trace_ = (trace_ ^ byte) * prime;
}

// Pieces of one line keep their order; lines overtake each other.
void World::collect(Line& line) {
  for (std::size_t i = 0; i < 2; ++i) {
    auto& end = line.end(i);
    if (!end.has_written()) continue;
    auto bytes = end.take_written();
    add_to_trace(bytes);
    auto& way = line.under_way[1 - i];
    auto due = now_ + std::chrono::milliseconds{dice_.below(400)};
    if (!way.empty()) due = std::max(due, way.back().due);
    way.push_back({std::move(bytes), due});
  }
}

void World::watch_ending(const Line& line, std::size_t end, const End& one) {
  const auto ending = one.ending();
  if (ending == node::Ending::malformed || ending == node::Ending::store) {
    problem(people_[line.who[end]]->name() + " could not understand " +
            people_[line.who[1 - end]]->name());
  }
}

bool World::connect(Who caller, Who called) {
  if (caller == called || apart(caller, called)) return false;
  auto session = dial(person(caller), person(called));
  if (!session) return false;
  lines_.push_back({{caller, called}, std::move(*session), {}});
  auto& line = lines_.back();
  for (std::size_t i = 0; i < 2; ++i) line.end(i).run();
  collect(line);
  return true;
}

bool World::deliver() {
  auto first = lines_.end();
  std::size_t to = 0;
  for (auto line = lines_.begin(); line != lines_.end(); ++line) {
    if (apart(line->who[0], line->who[1])) continue;
    for (std::size_t i = 0; i < 2; ++i) {
      const auto& way = line->under_way[i];
      if (way.empty()) continue;
      if (first != lines_.end() && first->under_way[to].front().due <= way.front().due) continue;
      first = line;
      to = i;
    }
  }
  if (first == lines_.end()) return false;
  arrive(first, to);
  return true;
}

// A stream keeps no borders: now and then a piece comes in two.
void World::arrive(LineOf line, std::size_t end) {
  auto& way = line->under_way[end];
  auto piece = std::move(way.front());
  way.pop_front();
  if (now_ < piece.due) pass(piece.due - now_);
  if (piece.bytes.size() > 1 && dice_.chance(20)) {
    const auto cut = static_cast<std::ptrdiff_t>(1 + dice_.below(piece.bytes.size() - 1));
    way.push_front({{piece.bytes.begin() + cut, piece.bytes.end()}, piece.due});
    piece.bytes.resize(static_cast<std::size_t>(cut));
  }
  const auto who = line->who[end];
  watched(who, [&] { line->end(end).receive(piece.bytes); });
  watch_ending(*line, end, line->end(end));
  collect(*line);
  close_where_over(line);
  speak(who);
}

// Whose other side hung up hears of it when all that was sent has come.
void World::close_where_over(LineOf line) {
  for (std::size_t i = 0; i < 2; ++i) {
    const bool other_over = line->end(1 - i).ending().has_value();
    if (!other_over || line->hung_up[i] || !line->under_way[i].empty()) continue;
    line->hung_up[i] = true;
    watched(line->who[i], [&] { line->end(i).cut(); });
    collect(*line);
  }
  const bool over = line->end(0).ending() && line->end(1).ending();
  if (over) lines_.erase(line);
}

void World::cut_one() {
  if (lines_.empty()) return;
  const auto line =
      std::next(lines_.begin(), static_cast<std::ptrdiff_t>(dice_.below(lines_.size())));
  for (std::size_t i = 0; i < 2; ++i) {
    auto& way = line->under_way[i];
    if (!way.empty() && dice_.chance(50)) {
      auto& bytes = way.front().bytes;
      bytes.resize(dice_.below(bytes.size() + 1));
      watched(line->who[i], [&] { line->end(i).receive(bytes); });
    }
    watched(line->who[i], [&] { line->end(i).cut(); });
  }
  lines_.erase(line);
}

void World::cut_all() {
  while (!lines_.empty()) cut_one();
}

void World::finish_one() {
  if (lines_.empty()) return;
  const auto line =
      std::next(lines_.begin(), static_cast<std::ptrdiff_t>(dice_.below(lines_.size())));
  for (std::size_t i = 0; i < 2; ++i) {
    line->end(i).exchange().finish();
    watched(line->who[i], [&] { line->end(i).run(); });
  }
  collect(*line);
  close_where_over(line);
}

void World::restart(Who who) {
  for (auto line = lines_.begin(); line != lines_.end();) {
    const auto next = std::next(line);
    for (std::size_t i = 0; i < 2; ++i) {
      if (line->who[i] != who) continue;
      watched(line->who[1 - i], [&] { line->end(1 - i).cut(); });
      lines_.erase(line);
      break;
    }
    line = next;
  }
  auto& waking = person(who);
  // A home that slept long holds back what hangs on a lease, says so in `kith status`, and its
  // person answers `--clock-is-right`. Here it always is: the world has one clock, and nobody's is
  // set wrong. So whoever wakes a home says so before anything else, as they would; what it does
  // while nobody answers is shown in tests/people/clock_test. One that ran on and wrote nothing for
  // as long asks the same.
  const auto answer_for_clock = [&] {
    if (waking.node().clock_is_sure(waking.now())) return;
    (void)waking.take(waking.node().confirm_clock(waking.now()));
  };
  answer_for_clock();
  const auto before = own_of(waking);
  waking.restart();
  answer_for_clock();
  if (own_of(person(who)) != before) problem(person(who).name() + " woke up as somebody else");
}

}  // namespace kith::sim
