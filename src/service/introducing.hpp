// Handing two people each other's card, and who in a circle might be glad of it. Refuses to know
// whether they know each other already: that is seen only where one includes the other.
#pragma once

#include <map>

#include "service/open_home.hpp"

namespace kith::service {

/// And remembers that it was done. Errors: the node's.
[[nodiscard]] Outcome<node::Done> introduce_each(OpenHome& home,
                                                 const std::vector<node::Introducing>& pairs);

/// Of people whom I hear: whom they include.
using Said = std::map<PersonId, wire::AudienceList>;
/// Of those who hear me there and whom I hear, pairs of whom neither includes the other, as far as
/// I see, nor did so before, and whom I never introduced: [[{"person", "name"}, {…}]], at most a
/// few. Nobody else is told of it.
[[nodiscard]] Outcome<Json> strangers_json(OpenHome& home, node::CircleNumber circle,
                                           const Said& said);

}  // namespace kith::service
