#include "sim/knobs.hpp"

#include <algorithm>

#include "sim/dice.hpp"

namespace kith::sim {
namespace {

constexpr std::array of_disks{Knob::power, Knob::flush,   Knob::full,
                              Knob::rot,   Knob::restore, Knob::copy};

}  // namespace

Knobs Knobs::drawn(std::uint64_t seed, People people) {
  constexpr std::uint64_t of_knobs = 0x6b6e'6f62'0000'0000;
  constexpr std::uint64_t seeds_a_disk = 4;
  constexpr std::uint64_t seeds_awake = 4;
  Dice dice{seed ^ of_knobs};
  Knobs knobs;
  const auto draw = [&](Knob from, std::size_t end) {
    for (auto i = static_cast<std::size_t>(from); i < end; ++i) {
      knobs.set(Knob{static_cast<std::uint8_t>(i)}, dice.chance(50));
    }
  };
  draw(Knob::loss, static_cast<std::size_t>(Knob::forks));
  const bool disk = dice.below(seeds_a_disk) == 0;
  knobs.set(Knob::disk, disk);
  for (const auto knob : of_disks) knobs.set(knob, disk && knobs.on(knob));
  draw(Knob::forks, static_cast<std::size_t>(Knob::awake));
  const bool honest = dice.chance(50) || people == People::honest;
  for (const auto knob : knobs.all_on()) knobs.set(knob, !is_lie(knob) || !honest);
  knobs.set(Knob::awake, dice.below(seeds_awake) == 0);
  knobs.set(Knob::things, dice.chance(50));
  knobs.set(Knob::often, dice.chance(50) && knobs.on(Knob::repeat));
  knobs.set(Knob::recovery, dice.chance(50));
  knobs.set(Knob::half_told, dice.chance(50) && !honest);
  knobs.set(Knob::ignores, dice.chance(50));
  return knobs;
}

bool Knobs::any_lie() const { return std::ranges::any_of(all_on(), is_lie); }

std::optional<Knobs> Knobs::named(std::string_view names) {
  Knobs knobs;
  if (names == "none") return knobs;
  while (!names.empty()) {
    const auto comma = std::min(names.find(','), names.size());
    const auto name = names.substr(0, comma);
    names.remove_prefix(std::min(comma + 1, names.size()));
    const auto found = std::ranges::find(knob_names, name);
    if (found == knob_names.end() && name != "all") return std::nullopt;
    for (std::size_t i = 0; i < knob_names.size(); ++i) {
      if (name == "all" || knob_names[i] == name)
        knobs.set(Knob{static_cast<std::uint8_t>(i)}, true);
    }
  }
  if (knobs.on(Knob::often)) knobs.set(Knob::repeat, true);
  for (const auto knob : of_disks) knobs.set(Knob::disk, knobs.on(Knob::disk) || knobs.on(knob));
  return knobs;
}

void Knobs::set(Knob knob, bool on) {
  const auto bit = std::uint32_t{1} << static_cast<unsigned>(knob);
  bits_ = on ? bits_ | bit : bits_ & ~bit;
}

std::vector<Knob> Knobs::all_on() const {
  std::vector<Knob> all;
  for (std::size_t i = 0; i < knob_names.size(); ++i) {
    if (on(Knob{static_cast<std::uint8_t>(i)})) all.push_back(Knob{static_cast<std::uint8_t>(i)});
  }
  return all;
}

std::string Knobs::names() const {
  std::string names;
  for (const auto knob : all_on()) {
    names += (names.empty() ? "" : ",") + std::string{knob_names[static_cast<std::size_t>(knob)]};
  }
  return names.empty() ? "none" : names;
}

}  // namespace kith::sim
