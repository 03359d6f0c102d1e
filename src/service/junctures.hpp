// Requests about junctures: circles with an end, of people from other circles, each of whom takes
// part by a lease of their own. Nothing renews itself. Source: docs/kinds.md.
#pragma once

#include "kinds/taking_part.hpp"
#include "service/open_home.hpp"

namespace kith::service {

/// {"name", "until", "with": [NAME, …], "words"?}: the circle, with an "end".
[[nodiscard]] Answer juncture(OpenHome& home, const Json& request, const Progress& progress);
/// {"circle", "until"}: my own leases there, and my word on it, from now on until then.
[[nodiscard]] Answer renew(OpenHome& home, const Json& request, const Progress& progress);

/// Who takes part there until when. Requires: what is held is indexed.
[[nodiscard]] Outcome<kinds::TakingParts> taking_parts_in(OpenHome& home,
                                                          node::CircleNumber circle);
/// {"until": mine, "people": [{"person", "name", "until"}]}; null where I said of no end: others'
/// words make no juncture of a circle of mine.
[[nodiscard]] Outcome<Json> juncture_json(OpenHome& home, node::CircleNumber circle);

/// Until when whom I include there hears me, where nothing else is said: as long as I said that I
/// take part; nothing where I did not. Errors: refused where that is over.
[[nodiscard]] Outcome<std::optional<WallTime>> lease_in(OpenHome& home, node::CircleNumber circle);
/// The same for one who answers these persons: where I said nothing, and each of them includes me
/// until some time, and one said to take part for a while, the first of these times.
[[nodiscard]] Outcome<std::optional<WallTime>> lease_to_join(OpenHome& home,
                                                             node::CircleNumber circle,
                                                             const std::vector<PersonId>& persons);
/// My own word that I take part until then.
[[nodiscard]] Outcome<void> say_taking_part(OpenHome& home, node::CircleNumber circle,
                                            WallTime until, std::optional<std::string> words);

}  // namespace kith::service
