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

/// What the person's other home did and may come back to this one.
struct ByTheOther {
  /// Both could write to the log, and something of it that the other wrote is here.
  std::function<bool(node::StrandNumber)> wrote;
  /// Either of the two gave the entry to them.
  std::function<bool(const PersonId&, node::StrandNumber, Seq)> gave;
};

/// What arrived may only do this much: a log in which the person's other home wrote is written to
/// no more, and what it gave of a log of theirs is served to whom it gave it.
[[nodiscard]] bool same_own(const Own& before, Own after, const ByTheOther& other);

/// Of now, by the person's clock.
[[nodiscard]] Own own_of(Person& person, Whose logs = Whose::all_my_logs);

/// How many entries are held of each log whose author the person does not know, or knows no more.
/// Nothing that arrives may add to them (DESIGN's §4).
using Held = std::map<node::StrandNumber, std::uint64_t>;
[[nodiscard]] Held held_of_strangers(Person& person);

}  // namespace kith::sim
