// The properties that a world is held to, at any moment or once all have met. Each finds what is
// wrong and tells the world in words. Reads only.
#pragma once

#include "sim/world.hpp"

namespace kith::sim {

/// Rule 2: nobody holds an entry, or a key of one, that its author did not hand to them; and what
/// is shown of who hears is so.
void check_keys(World& world);
/// The same of one entry that the person holds: it is one that was written and that they may have,
/// and of what they open, nobody is shown as a hearer who is none.
void check_held(World& world, Person& person, const node::EntryKey& key);
/// The same of the keys of one entry, whether it is held or not.
void check_key(World& world, Person& person, const Written& entry);
/// Equal visible sets give equal views; of what somebody who lies wrote, the same body.
/// Likewise of what things fold into, in whatever order they come.
void check_views(World& world);
/// The same of one circle, of those alone to whom all that they hold is findable.
void check_views(World& world, const CircleId& of);
/// What a circle shows stands in the order of protocol §3.8. Requires: all of it is findable.
void check_order(World& world, Person& person, node::CircleNumber circle);
/// What anyone honest would serve is what they opened, and the other is one of its hearers.
void check_served(World& world);
/// What anyone honest opened they would serve to whoever is one of its hearers, each story of it.
void check_offered(World& world);
/// Of an author who told two stories all who hold both know it.
void check_stories(World& world);
/// Once all have met: whoever heard its author when the stories parted, or later, knows it from
/// those who hold a proof.
void check_forks_told(World& world);
/// What is shown as having reached somebody is held by them.
void check_reached(World& world);
/// Once all have met: everyone opens what was addressed or given to them. Of those parted since,
/// only where `parted_too`.
enum class Reach { still_addressed, parted_too };
void check_reach(World& world, Reach reach);

/// Both remember what both would say now: their next session ends after one round trip.
[[nodiscard]] bool agreement(node::Node& one, node::Node& other);
[[nodiscard]] inline bool agreement(Person& one, Person& other) {
  return agreement(one.node(), other.node());
}
/// Entries that one would serve the other, of logs that the other knows, and that are not held
/// there. `copied`: of whom there are two homes, and may be two stories of a log, whoever knows it.
[[nodiscard]] std::size_t missing_between(node::Node& one, node::Node& other,
                                          const Persons& copied = {});
[[nodiscard]] inline std::size_t missing_between(Person& one, Person& other,
                                                 const Persons& copied = {}) {
  return missing_between(one.node(), other.node(), copied);
}

}  // namespace kith::sim
