// What is a person's own: their acts, whom their logs address, whom they accepted, whom their logs
// are served to. Nothing that arrives may change it (DESIGN's rule 1). And what of strangers lies
// here all the same, because they were known once. Reads only.
#pragma once

#include <functional>

#include "sim/person.hpp"

namespace kith::sim {

struct Own {
  std::map<node::StrandNumber, std::pair<Seq, Link>> heads;  // of my logs
  std::map<node::CircleNumber, wire::AudienceList> audiences;
  std::map<std::pair<PersonId, node::StrandNumber>, std::vector<node::Stretch>> served;
  std::vector<PersonId> accepted;
  bool operator==(const Own&) const = default;
};

/// A home that went back to an older disk gets back, entry by entry, what it had written since, in
/// logs that it writes to no more.
enum class Whose { all_my_logs, those_written_to };

/// What arrived may only do this much: a log in which the person's other home wrote is written to
/// no more. `copied`: whether a log is one, and something of it that the other wrote is here.
[[nodiscard]] bool same_own(const Own& before, Own after,
                            const std::function<bool(node::StrandNumber)>& copied);

/// Of now, by the person's clock.
[[nodiscard]] Own own_of(Person& person, Whose logs = Whose::all_my_logs);

/// How many entries are held of each log whose author the person does not know, or knows no more.
/// Nothing that arrives may add to them (DESIGN's §4).
using Held = std::map<node::StrandNumber, std::uint64_t>;
[[nodiscard]] Held held_of_strangers(Person& person);

}  // namespace kith::sim
