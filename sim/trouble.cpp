#include "sim/trouble.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "sim/checks_own.hpp"
#include "sim/deeds.hpp"

namespace kith::sim {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr hours day{24};

}  // namespace

Trouble::Trouble(World& world, const Knobs& knobs)
    : world_(world),
      knobs_(knobs),
      striking_(knobs.all_on()),
      dice_(world.ill_luck()),
      lies_(world) {
  // Wires bend by themselves, and what only says how a disk dies waits for one that does.
  std::erase_if(striking_, [](Knob knob) {
    return knob == Knob::loss || knob == Knob::garble || knob == Knob::truncate ||
           knob == Knob::reorder || knob == Knob::often || knob == Knob::things ||
           knob == Knob::recovery;
  });
}

void Trouble::strike(const std::vector<CircleId>& circles) {
  constexpr unsigned strikes_percent = 25;
  if (striking_.empty() || !dice_.chance(strikes_percent)) return;
  const auto knob = dice_.one_of(striking_);
  if (is_lie(knob)) return lies_.tell(knob, circles);
  on(knob, circles);
}

void Trouble::on(Knob knob, const std::vector<CircleId>& circles) {
  switch (knob) {
    case Knob::repeat:
      return dice_.chance(50) ? world_.replay_one() : take_from_shelf();
    case Knob::one_way:
      return world_.deafen(anyone(), anyone());
    case Knob::days: {
      std::vector<bool> sides(world_.people());
      for (std::size_t i = 0; i < sides.size(); ++i) sides[i] = dice_.chance(50);
      world_.split(std::move(sides));
      return world_.pass(day * (1 + dice_.below(20)));
    }
    case Knob::late:
      return dice_.chance(60) ? put_on_shelf() : take_from_shelf();
    case Knob::clocks:
      return wrong_clock();
    case Knob::disk:
    case Knob::power:
    case Knob::flush:
    case Knob::full:
      fail_soon(knob);
      // Of all that people do, forgetting asks most of a disk.
      if (const auto who = anyone_with_disk(); who && dice_.chance(30)) {
        forget_something(*who, dice_.one_of(circles));
      }
      return;
    case Knob::rot:
      if (const auto who = anyone_with_disk()) rot(*who);
      return;
    case Knob::restore:
      if (const auto who = anyone_with_disk()) back_up_or_restore(*who);
      return;
    case Knob::copy:
      if (const auto who = anyone_with_disk()) copy_or_change(*who);
      return;
    case Knob::awake:
      return copy_awake(anyone(), circles);
    case Knob::asides:
      if (!std::exchange(whispered_, true)) whisper(anyone());
      return;
    case Knob::forgets:
      return say_and_have_it_forgotten(circles);
    case Knob::ignores:
      return hear_and_ignore(circles);
    default:
      return;
  }
}

// More sets of people than asides may be open at once.
void Trouble::whisper(Who who) {
  auto& node = world_.person(who).node();
  std::vector<PersonId> all;
  for (const auto& [person, contact] : node.contacts().all()) {
    if (node.contacts().accepted(person)) all.push_back(person);
  }
  constexpr std::size_t heard_max = 6;
  all.resize(std::min(all.size(), heard_max));
  if (all.size() < 2) return;
  const auto sets = (std::uint64_t{1} << all.size()) - 1;
  std::size_t said = 0;
  while (said <= limits::asides_open_max && world_.problems().empty()) {
    const auto den = found(world_, who, "den " + std::to_string(said));
    if (!den || !include(world_, who, *den, all)) return;
    for (std::uint64_t set = 1; set < sets && said <= limits::asides_open_max; ++set, ++said) {
      std::vector<PersonId> some;
      for (std::size_t i = 0; i < all.size(); ++i) {
        if ((set >> i & 1U) != 0) some.push_back(all[i]);
      }
      (void)say(world_, who, *den, "to some", {}, some);
    }
  }
  if (const auto broken = own_rules_broken(world_.person(who).node()); !broken.empty()) {
    world_.problem("own rules: " + broken.front() + ", of " + world_.person(who).name());
  }
}

void Trouble::step_is_over() {
  for (Who who = 0; who < world_.people(); ++who) {
    if (auto* disk = world_.person(who).disk()) disk->faults() = {};
  }
}

void Trouble::end() {
  step_is_over();
  world_.calm();
  world_.heal();
  for (Who who = 0; who < world_.people() && world_.problems().empty(); ++who) {
    world_.set_wrong(who, {});
    if (!world_.clock(who).is_sure(world_.person(who).now())) world_.confirm_clock(who);
  }
  check_disks();
}

std::optional<Who> Trouble::anyone_with_disk() {
  std::vector<Who> with;
  for (Who who = 0; who < world_.people(); ++who) {
    if (world_.person(who).disk() != nullptr) with.push_back(who);
  }
  return with.empty() ? std::nullopt : std::optional{dice_.one_of(with)};
}

void Trouble::put_on_shelf() {
  constexpr std::size_t shelf_max = 12;
  const auto from = anyone();
  const auto to = anyone();
  if (from == to || shelf_.size() >= shelf_max) return;
  if (auto file = world_.write_bundle(from, to)) shelf_.push_back({to, std::move(*file)});
}

// The same file may be read again and again; some are bent, or cut.
void Trouble::take_from_shelf() {
  if (shelf_.empty()) return;
  const auto& taken = dice_.one_of(shelf_);
  auto file = taken.file;
  const bool garbled = knobs_.on(Knob::garble) && dice_.chance(50) && !file.empty();
  if (garbled) file[dice_.below(file.size())] ^= static_cast<std::uint8_t>(1U << dice_.below(8));
  const bool cut = knobs_.on(Knob::truncate) && dice_.chance(50);
  if (cut) file.resize(dice_.below(file.size() + 1));
  (void)world_.read_bundle(taken.to, file,
                           garbled || cut ? World::File::bent : World::File::as_written);
}

void Trouble::wrong_clock() {
  const auto who = anyone();
  constexpr std::int64_t in_2038 = 2'145'916'800'000'000;
  const auto until = [&](std::int64_t micros) {
    return std::chrono::microseconds{micros - world_.now().micros};
  };
  const std::array<std::chrono::microseconds, 8> wrong{minutes{5},
                                                       -minutes{5},
                                                       day,
                                                       -day,
                                                       until(0),
                                                       until(in_2038),
                                                       -day * (1 + dice_.below(20)),
                                                       std::chrono::microseconds{}};
  const auto which = dice_.below(wrong.size() + 1);
  if (which < wrong.size()) return world_.set_wrong(who, wrong[which]);
  world_.confirm_clock(who);
}

// At one of the next operations of a disk; what of the step comes before it is kept.
void Trouble::fail_soon(Knob knob) {
  const auto who = anyone_with_disk();
  if (!who) return;
  auto& disk = *world_.person(*who).disk();
  constexpr std::uint64_t soon = 60;
  const auto counts = disk.counts();
  auto& faults = disk.faults();
  switch (knob) {
    case Knob::flush:
      faults.sync_fails_at = counts.syncs + 1 + dice_.below(3);
      return;
    case Knob::full:
      faults.full_from_write = counts.writes + 1 + dice_.below(soon);
      return;
    case Knob::power:
      if (dice_.chance(30)) return world_.stop(*who, DiskHome::Stop::power);
      [[fallthrough]];
    default:
      faults.dies_at_any = counts.any + 1 + dice_.below(soon);
  }
}

void Trouble::rot(Who who) {
  auto& disk = *world_.person(who).disk();
  world_.stop(who, DiskHome::Stop::process);
  if (!world_.problems().empty()) return;
  world_.person(who).fall();
  const auto lie = disk.rot(dice_, [&](const node::Store& store) {
    test::SeededEntropy entropy{1};
    (void)node::Node::open(store, entropy);
  });
  if (!lie.empty()) world_.problem(world_.person(who).name() + "'s rotten home lies: " + lie);
  world_.recover(who);
}

void Trouble::back_up_or_restore(Who who) {
  auto& person = world_.person(who);
  if (!backups_.contains(who) || dice_.chance(50)) {
    auto made = person.disk()->backed_up();
    if (made == nullptr) return world_.problem(person.name() + " can make no backup");
    backups_[who] = {std::move(made), world_.truth().acts_of(who), world_.clock(who), true};
    return;
  }
  auto found = backups_.extract(who);
  copies_.erase(who);
  change_disk(who, found.mapped());
}

void Trouble::copy_or_change(Who who) {
  auto& person = world_.person(who);
  if (!copies_.contains(who)) {
    copies_[who] = {person.disk()->copy(), world_.truth().acts_of(who), world_.clock(who), true};
    return;
  }
  change_disk(who, copies_.at(who));
}

// Mostly nobody notices at first. Of whoever lies it is nobody's rule what becomes of it.
void Trouble::copy_awake(Who who, const std::vector<CircleId>& circles) {
  constexpr unsigned unnoticed_percent = 75;
  const auto speaks = [&](const CircleId& circle) {
    return !world_.truth().audience(who, circle, world_.lease_time(who)).empty();
  };
  if (copied_awake_ || world_.lies(who) || std::ranges::none_of(circles, speaks)) return;
  copied_awake_ = true;
  const auto how = dice_.chance(unnoticed_percent) ? Truth::Copy::unnoticed : Truth::Copy::noticed;
  const auto copy = world_.copy_awake(who, how);
  if (const auto found = forgotten_.find(who); found != forgotten_.end()) {
    forgotten_[copy] = found->second;
  }
  // Often both speak before anyone can tell them.
  if (!dice_.chance(unnoticed_percent)) return;
  for (const auto& circle : circles) {
    for (const auto home : {who, copy}) {
      if (world_.problems().empty()) (void)say(world_, home, circle, "as two");
    }
  }
}

// What lay there sleeps from now on; a copy is noticed the first time that it wakes.
void Trouble::change_disk(Who who, Asleep& other) {
  auto& person = world_.person(who);
  auto acts = world_.truth().acts_of(who);
  const auto clock = world_.clock(who);
  forgotten_.erase(who);
  world_.change_disk(who, other.disk, std::exchange(other.acts, std::move(acts)),
                     std::exchange(other.clock, clock));
  if (std::exchange(other.copied, false) && world_.problems().empty()) {
    if (!world_.act(who, person.node().retire_logs())) {
      world_.problem(person.name() + " cannot retire the logs of a copy");
    }
  }
}

void Trouble::check_disks() {
  constexpr std::uint64_t disk_bytes_max = 64 * 1024 * 1024;
  for (Who who = 0; who < world_.people(); ++who) {
    auto& person = world_.person(who);
    if (person.disk() != nullptr && person.disk()->size_on_disk() > disk_bytes_max) {
      world_.problem(person.name() + "'s disk holds more than all that was said");
    }
    world_.confirm_clock(who);  // something is kept once more
    look_for_remains(who);
  }
}

void Trouble::forget_something(Who who, const CircleId& circle) {
  const auto number = number_of(world_, who, circle);
  if (!number || !world_.index(who)) return;
  constexpr std::size_t last_shown = 20;
  const auto shown = world_.person(who).node().view().last(*number, last_shown);
  check(shown.has_value());
  if (!shown->empty()) forget(who, world_.dice().one_of(*shown).link);
}

std::vector<Who> Trouble::hearers(Who author, const CircleId& circle) {
  std::vector<Who> hearers;
  for (const auto& person : world_.truth().audience(author, circle, world_.lease_time(author))) {
    hearers.push_back(*world_.who(person));
  }
  return hearers;
}

// Whoever hears it first forgets it, and is the first whom the next one meets.
void Trouble::say_and_have_it_forgotten(const std::vector<CircleId>& circles) {
  std::vector<std::pair<Who, CircleId>> heard_by_some;
  for (Who who = 0; who < world_.people(); ++who) {
    for (const auto& circle : circles) {
      if (hearers(who, circle).size() > 1) heard_by_some.emplace_back(who, circle);
    }
  }
  if (heard_by_some.empty()) return;
  const auto [author, circle] = dice_.one_of(heard_by_some);
  const auto link = say(world_, author, circle, "said, and forgotten by one of you");
  const auto first = dice_.one_of(hearers(author, circle));
  const auto next = dice_.one_of(hearers(author, circle));
  if (!link || first == next || !world_.sync(first, author)) return;
  if (!world_.index(first) || !key_of(world_, first, *link)) return;
  forget(first, *link);
  if (world_.problems().empty()) (void)world_.sync(next, first);
}

void Trouble::forget(Who who, const Link& link) {
  auto& person = world_.person(who);
  const auto before = key_of(world_, who, link);
  Remains remains;
  const bool honest = world_.truth().find(link) != nullptr;
  if (person.disk() != nullptr && before && honest) remains = remains_of(person, *before);
  if (!sim::forget(world_, who, link) || !world_.problems().empty()) return;
  const auto key = key_of(world_, who, link);
  const auto opened = person.node().opener().open(*key);
  if (!opened || !opened->body.empty()) world_.problem("what was forgotten is still there");
  if (person.disk() == nullptr) return;
  forgotten_[who].push_back(std::move(remains));
  // A disk that is about to fail may keep them until it is well again.
  if (person.disk()->is_well()) look_for_remains(who);
}

void Trouble::look_for_remains(Who who) {
  const auto found = forgotten_.find(who);
  auto& person = world_.person(who);
  if (found == forgotten_.end() || person.fallen()) return;
  const auto left = found_on(*person.disk(), found->second);
  if (!left.empty()) world_.problem(person.name() + " forgot, and on the disk lies " + left);
}

}  // namespace kith::sim
