// How people of a world stop and begin again: a process that dies, a disk that fails, another disk.
#include "sim/world.hpp"

namespace kith::sim {

// Whoever is on the other end hears that the line is gone.
void World::cut_lines_of(Who who) {
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
}

void World::restart(Who who) {
  cut_lines_of(who);
  auto& waking = person(who);
  if (waking.disk() != nullptr) {
    stop(who, DiskHome::Stop::process);
    return;
  }
  const bool was_sure = clocks_[who].is_sure(waking.now());
  const auto before = own_of(waking);
  waking.restart();
  wake(who);
  const bool sure = was_sure && clocks_[who].is_sure(waking.now());
  if (sure && own_of(waking) != before) problem(waking.name() + " woke up as somebody else");
}

// A home that slept long holds back what hangs on a lease, says so in `kith status`, and its person
// answers `--clock-is-right`: where clocks are never wrong, at once. What it does while nobody
// answers is shown in tests/people/clock_test, and where clocks are.
void World::wake(Who who) {
  clocks_[who].slept();
  fresh_[who] = {};
  auto& waking = person(who);
  const bool sure = waking.node().clock_is_sure(waking.now());
  if (sure != clocks_[who].is_sure(waking.now())) {
    problem(waking.name() + " takes their clock for what it is not");
  }
  if (!sure && (!knobs_.on(Knob::clocks) || ill_luck_.chance(50))) confirm_clock(who);
}

std::optional<bool> World::rise(Who who) {
  auto& fallen = person(who);
  cut_lines_of(who);
  fallen.fall();
  auto& disk = *fallen.disk();
  if (disk.is_dead() && knobs_.on(Knob::power) && ill_luck_.chance(50)) {
    disk.stop(DiskHome::Stop::power, ill_luck_.below(UINT64_MAX));
  }
  const auto risen = disk.rise();
  if (!risen.problem.empty()) {
    problem(fallen.name() + "'s home: " + risen.problem);
    return std::nullopt;
  }
  fallen.wake();
  return risen.under_way;
}

void World::recover(Who who) {
  if (rise(who)) wake(who);
}

void World::recover_all() {
  for (Who who = 0; who < people_.size() && problems_.empty(); ++who) {
    if (person(who).fallen()) recover(who);
  }
}

void World::stop(Who who, DiskHome::Stop how) {
  if (person(who).disk() == nullptr) return;
  cut_lines_of(who);
  person(who).fall();
  person(who).disk()->stop(how, ill_luck_.below(UINT64_MAX));
  recover(who);
}

Who World::copy_awake(Who who, Truth::Copy how) {
  constexpr std::uint64_t of_copies = 0xc0b1'0000;
  const Who copy = people_.size();
  people_.push_back(person(who).copy(of_copies ^ ill_luck_.below(UINT32_MAX)));
  fresh_.emplace_back();
  listen_to(copy);
  clocks_.push_back(clocks_[who]);
  lost_.push_back(lost_[who]);
  liars_.push_back(liars_[who]);
  sides_.push_back(ill_luck_.chance(50));
  two_homes_.insert({who, copy});
  truth_.copies(who, person(who), copy, how);
  wake(copy);
  if (how == Truth::Copy::noticed && problems_.empty()) {
    if (!act(copy, person(copy).node().retire_logs())) problem("a copy cannot retire its logs");
  }
  return copy;
}

void World::change_disk(Who who, std::unique_ptr<DiskHome>& other, Truth::Acts acts,
                        const ClockModel& clock) {
  cut_lines_of(who);
  auto& one = person(who);
  one.fall();
  one.disk()->stop(DiskHome::Stop::process, 0);
  one.change_disk(other);
  truth_.put_acts(who, std::move(acts));
  const auto off = clocks_[who].off;
  clocks_[who] = clock;
  clocks_[who].off = off;
  lost_[who] = true;
  recover(who);
}

}  // namespace kith::sim
