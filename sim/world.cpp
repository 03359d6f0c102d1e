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

// At least one is honest.
std::vector<bool> draw_liars(std::uint64_t seed, std::size_t people, const Knobs& knobs) {
  constexpr std::uint64_t of_liars = 0x6c69'6172'0000'0000;
  std::vector<bool> liars(people);
  if (!knobs.any_lie()) return liars;
  Dice dice{seed ^ of_liars};
  const auto honest = dice.below(people);
  for (auto left = 1 + dice.below(people - 1); left > 0; --left) {
    const auto who = dice.below(people);
    liars[who] = who != honest;
  }
  liars[(honest + 1) % people] = true;
  return liars;
}

}  // namespace

Weather Weather::drawn(std::uint64_t seed, const Knobs& knobs) {
  constexpr std::uint64_t of_weather = 0x7765'6174'6865'7200;
  Dice dice{seed ^ of_weather};
  const auto percent = [&](Knob knob, unsigned most) {
    const auto drawn = static_cast<unsigned>(1 + dice.below(most));
    return knobs.on(knob) ? drawn : 0U;
  };
  const auto twice = knobs.on(Knob::often) ? 50U : 15U;
  return {percent(Knob::loss, 30), percent(Knob::garble, 15), percent(Knob::truncate, 10),
          percent(Knob::repeat, twice), percent(Knob::reorder, 15)};
}

World::World(std::uint64_t seed, std::size_t people, const Knobs& knobs)
    : dice_(seed),
      ill_luck_(seed ^ 0x1115'0000'0000'0000U),
      knobs_(knobs),
      weather_(Weather::drawn(seed, knobs)),
      now_(world_begin),
      clocks_(people),
      lost_(people),
      fresh_(people),
      liars_(draw_liars(seed, people, knobs)) {
  for (std::size_t i = 0; i < people; ++i) {
    // Of some who have disks, not of all: what only the one store does shows between the two.
    const bool disk = knobs.on(Knob::disk) && (i == 0 || ill_luck_.chance(50));
    const auto memory = knobs.on(Knob::awake) ? Keeps::in_memory_to_copy : Keeps::in_memory;
    people_.push_back(std::make_unique<Person>(name_of(i), seed * 1000 + i + 1, now_,
                                               disk ? Keeps::on_disk : memory));
    listen_to(i);
    (void)truth_.note(i, *people_.back(), now_, {});
    clocks_[i].wrote(now_);
  }
  heal();
}

void World::listen_to(Who who) {
  person(who).trace_into(trace_);
  person(who).on_commit = [this, who](const node::Batch& batch) { fresh_[who].note(batch); };
}

std::optional<Who> World::who(const PersonId& person) const {
  for (Who who = 0; who < people_.size(); ++who) {
    if (people_[who]->id() == person) return who;
  }
  return std::nullopt;
}

bool World::lies(const PersonId& person) const {
  const auto found = who(person);
  return !found || liars_[*found];
}

std::vector<Who> World::liars() const {
  std::vector<Who> all;
  for (Who who = 0; who < people_.size(); ++who) {
    if (liars_[who]) all.push_back(who);
  }
  return all;
}

void World::pass(std::chrono::microseconds span) {
  now_ = now_ + span;
  for (Who who = 0; who < people_.size(); ++who) person(who).set_clock(now_ + clocks_[who].off);
}

WallTime World::moment(Who who) {
  pass(std::chrono::milliseconds{1});
  return person(who).now();
}

void World::set_wrong(Who who, std::chrono::microseconds off) {
  clocks_[who].off = off;
  pass({});
}

void World::confirm_clock(Who who) {
  const auto now = person(who).now();
  (void)act(who, person(who).node().confirm_clock(now), {}, [&] { clocks_[who].confirmed(now); });
}

bool World::keep(Who who, const node::Batch& batch, const Persons& aside,
                 const std::function<void()>& so) {
  auto& one = person(who);
  const bool kept = one.commit(batch);
  if (one.fallen()) {
    const auto under_way = rise(who);
    if (!under_way) return false;
    if (kept || *under_way) note(who, aside, so);
    wake(who);
    return kept;
  }
  note(who, aside, so);
  speak(who);
  recover_all();
  return kept;
}

bool World::index(Who who) {
  person(who).index();
  const bool kept = !person(who).fallen();
  recover_all();
  return kept;
}

// By the clock and the acts of that moment.
void World::note(Who who, const Persons& aside, const std::function<void()>& so) {
  if (so) so();
  const auto reading = liars_[who] ? Truth::Reads::what_opens : Truth::Reads::all;
  const auto noted = truth_.note(who, person(who), lease_time(who), aside, reading);
  if (!noted.problem.empty()) problem(person(who).name() + " " + noted.problem);
  if (noted.entries > 0) clocks_[who].wrote(person(who).now());
}

namespace {

// Of one who has two homes; of all others nothing.
ByTheOther by_the_other(Truth& truth, Who who, Person& one, bool two_homes) {
  const auto wrote = [&truth, who, &one](node::StrandNumber strand) {
    const auto& log = one.node().strands().strand(strand).log;
    return truth.was_copied(log) && truth.knows_of_the_other(who, one, log);
  };
  const auto gave = [&truth, &one, two_homes](const PersonId& to, node::StrandNumber strand,
                                              Seq seq) {
    const auto link = one.node().opener().link_of({strand, seq});
    const auto* entry = two_homes && link ? truth.find(*link) : nullptr;
    return entry != nullptr && entry->given.contains(to);
  };
  return {wrote, gave};
}

}  // namespace

void World::watched(Who who, const std::function<void()>& arriving) {
  if (person(who).fallen()) return;
  if (liars_[who])
    return arriving();  // what they told comes back, in logs that their node never wrote
  const bool returns = lost_[who] || has_two_homes(who);
  const auto whose = returns ? Whose::those_written_to : Whose::all_my_logs;
  const auto before = own_of(person(who), whose);
  auto strangers = held_of_strangers(person(who));
  const auto copied = has_two_homes(who) ? truth_.held_of_copied(person(who)) : std::set<Link>{};
  arriving();
  if (person(who).fallen()) return;
  if (has_two_homes(who)) truth_.comes(who, person(who), copied);
  const auto other = by_the_other(truth_, who, person(who), has_two_homes(who));
  if (!same_own(before, own_of(person(who), whose), other)) changed_by_others(who);
  for (const auto& [strand, held] : held_of_strangers(person(who))) {
    if (held <= strangers[strand]) continue;
    problem(person(who).name() + " keeps what came of somebody whom they do not know");
  }
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

void World::trace_what_is_there() {
  for (const auto& person : people_) {
    auto& node = person->node();
    for (const auto circle : node.strands().circles()) {
      trace_.add(node.name_of(circle));
      const auto shown = node.view().last(circle, 1'000'000);
      check(shown.has_value());
      for (const auto& entry : *shown) trace_.add(entry);
    }
    if (person->disk() != nullptr) person->disk()->trace(trace_);
  }
}

// Pieces of one line keep their order; lines overtake each other.
void World::collect(Line& line) {
  for (std::size_t i = 0; i < 2; ++i) {
    auto& end = line.end(i);
    if (!end.has_written()) continue;
    auto bytes = end.take_written();
    auto& way = line.under_way[1 - i];
    auto due = now_ + std::chrono::milliseconds{dice_.below(400)};
    if (!way.empty()) due = std::max(due, way.back().due);
    way.push_back({std::move(bytes), due});
  }
}

void World::watch_ending(const Line& line, std::size_t end, const End& one) {
  const auto ending = one.ending();
  const bool bent = line.bent && ending == node::Ending::malformed;
  if (!bent && (ending == node::Ending::malformed || ending == node::Ending::store)) {
    problem(people_[line.who[end]]->name() + " could not understand " +
            people_[line.who[1 - end]]->name());
  }
}

bool World::connect(Who caller, Who called) {
  if (caller == called || apart(caller, called)) return false;
  auto session = dial(person(caller), person(called), drawn_orders(trace()));
  if (!session) return false;
  lines_.push_back({{caller, called}, std::move(*session), {}});
  auto& line = lines_.back();
  for (std::size_t i = 0; i < 2; ++i) line.end(i).run();
  collect(line);
  recover_all();
  return true;
}

bool World::deliver() {
  auto first = lines_.end();
  std::size_t to = 0;
  for (auto line = lines_.begin(); line != lines_.end(); ++line) {
    if (apart(line->who[0], line->who[1])) continue;
    for (std::size_t i = 0; i < 2; ++i) {
      const auto& way = line->under_way[i];
      if (way.empty() || deaf_.contains({line->who[1 - i], line->who[i]})) continue;
      if (first != lines_.end() && first->under_way[to].front().due <= way.front().due) continue;
      first = line;
      to = i;
    }
  }
  if (first == lines_.end()) return false;
  arrive(first, to);
  recover_all();
  return true;
}

// What a stream may do to a piece: it breaks, or carries something else than was said.
bool World::bend(Line& line, std::size_t end, Piece& piece) {
  auto& way = line.under_way[end];
  auto& bytes = piece.bytes;
  if (ill_luck_.chance(weather_.lost)) return false;
  if (ill_luck_.chance(weather_.cut_short)) {
    bytes.resize(ill_luck_.below(bytes.size() + 1));
    watched(line.who[end], [&] { line.end(end).receive(bytes); });
    return false;
  }
  if (!bytes.empty() && ill_luck_.chance(weather_.garbled)) {
    bytes[ill_luck_.below(bytes.size())] ^= static_cast<std::uint8_t>(1U << ill_luck_.below(8));
    line.bent = true;
  }
  if (ill_luck_.chance(weather_.repeated)) {
    way.push_front(piece);
    line.bent = true;
  }
  if (!way.empty() && ill_luck_.chance(weather_.overtaken)) {
    std::swap(piece.bytes, way.front().bytes);
    line.bent = true;
  }
  return true;
}

// A stream keeps no borders: now and then a piece comes in two.
void World::arrive(LineOf line, std::size_t end) {
  auto& way = line->under_way[end];
  auto piece = std::move(way.front());
  way.pop_front();
  if (now_ < piece.due) pass(piece.due - now_);
  if (!bend(*line, end, piece)) {
    cut(line);
    return;
  }
  if (piece.bytes.size() > 1 && dice_.chance(20)) {
    const auto at = static_cast<std::ptrdiff_t>(1 + dice_.below(piece.bytes.size() - 1));
    way.push_front({{piece.bytes.begin() + at, piece.bytes.end()}, piece.due});
    piece.bytes.resize(static_cast<std::size_t>(at));
  }
  const auto who = line->who[end];
  if (knobs_.on(Knob::repeat)) {
    auto& recorded = line->recorded[end];
    recorded.insert(recorded.end(), piece.bytes.begin(), piece.bytes.end());
  }
  watched(who, [&] { line->end(end).receive(piece.bytes); });
  if (person(who).fallen()) return;
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
  if (!line->end(0).ending() || !line->end(1).ending()) return;
  constexpr std::size_t recordings_max = 16;
  if (knobs_.on(Knob::repeat) && recordings_.size() < recordings_max) {
    recordings_.push_back({line->who, line->recorded});
  }
  lines_.erase(line);
}

void World::cut(LineOf line) {
  for (std::size_t i = 0; i < 2; ++i) {
    watched(line->who[i], [&] { line->end(i).cut(); });
  }
  lines_.erase(line);
}

void World::cut_one() {
  if (lines_.empty()) return;
  const auto line =
      std::next(lines_.begin(), static_cast<std::ptrdiff_t>(dice_.below(lines_.size())));
  for (std::size_t i = 0; i < 2; ++i) {
    auto& way = line->under_way[i];
    if (way.empty() || !dice_.chance(50)) continue;
    auto& bytes = way.front().bytes;
    bytes.resize(dice_.below(bytes.size() + 1));
    watched(line->who[i], [&] { line->end(i).receive(bytes); });
  }
  cut(line);
  recover_all();
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
  recover_all();
}

void World::heal() {
  sides_.assign(people_.size(), false);
  deaf_.clear();
}

}  // namespace kith::sim
