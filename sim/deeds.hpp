// What people of a world do: each deed goes to the node and, beside it, into the truth that the
// node is measured by. False, or nothing: the node refused. Refuses to know why anyone does it.
#pragma once

#include "sim/world.hpp"

namespace kith::sim {

/// Each takes the other's card, face to face.
void meet(World& world, Who one, Who other);
std::optional<CircleId> found(World& world, Who who, const std::string& name);
/// Their number for it; nothing: they have not heard of it.
[[nodiscard]] std::optional<node::CircleNumber> number_of(World& world, Who who,
                                                          const CircleId& circle);

bool include(World& world, Who who, const CircleId& circle, const std::vector<PersonId>& whom,
             const node::Inclusion& how = {});
bool include(World& world, Who who, const CircleId& circle, Who whom,
             const node::Inclusion& how = {});
/// Whom `like` addresses there, as far as `who` sees it.
bool include_like(World& world, Who who, const CircleId& circle, Who like);
/// All who address them there.
bool join(World& world, Who who, const CircleId& circle);
bool leave(World& world, Who who, const CircleId& circle);
bool part(World& world, Who who, const CircleId& circle, Who whom, const std::string& words = "");

/// An answer is measured: it goes to nobody who does not hear both.
std::optional<Link> say(World& world, Who who, const CircleId& circle, const std::string& text,
                        const std::vector<Reference>& answers = {},
                        const std::optional<std::vector<PersonId>>& to = std::nullopt);
/// The same of a thing of a circle's kinds.
std::optional<Link> say_thing(World& world, Who who, const CircleId& circle, kinds::Body thing,
                              const std::vector<Reference>& answers = {});
bool forget(World& world, Who who, const Link& link);

bool introduce(World& world, Who who, Who one, Who other);
bool accept_some(World& world, Who who);
bool ignore_some(World& world, Who who);

/// The texts that they see there, in the order shown.
[[nodiscard]] std::vector<std::string> texts(World& world, Who who, const CircleId& circle);
/// Where they hold the entry.
[[nodiscard]] std::optional<node::EntryKey> key_of(World& world, Who who, const Link& link);
[[nodiscard]] bool opens(World& world, Who who, const Link& link);

}  // namespace kith::sim
