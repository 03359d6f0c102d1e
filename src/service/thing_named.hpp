// The thing that a request names, and all that belongs to it. Refuses to know what any kind means.
#pragma once

#include <span>

#include "node/things.hpp"
#include "service/answer.hpp"
#include "service/open_home.hpp"

namespace kith::service {

[[nodiscard]] node::Things things_of(OpenHome& home);

struct NamedThing {
  node::CircleNumber talk;
  Link link;
  std::vector<kinds::Seen> entries;  // it, and what refers to it either way, of those kinds
};

/// By "id". Errors: those of needed, entry_named and the store.
[[nodiscard]] Outcome<NamedThing> thing_in(OpenHome& home, const Json& request,
                                           const Progress& progress,
                                           std::span<const kinds::KindNumber> kinds);

/// Of which talks things are asked for: that of "circle", else all; what waits is made findable
/// first.
[[nodiscard]] Outcome<std::vector<node::CircleNumber>> talks_asked(OpenHome& home,
                                                                   const Json& request,
                                                                   const Progress& progress);

}  // namespace kith::service
