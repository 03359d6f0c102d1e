// Requests about events: what takes place when and where, who comes, each for themself, and what
// its author says of it later. Answers count nobody. Source: docs/kinds.md.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

[[nodiscard]] Answer event(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer event_change(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer call_off(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer coming(OpenHome& home, const Json& request, const Progress& progress);
/// Of one talk, or of all; what comes first stands first.
[[nodiscard]] Answer events(OpenHome& home, const Json& request, const Progress& progress);

/// All of one talk. Requires: what is held is indexed.
[[nodiscard]] Outcome<std::shared_ptr<const kinds::KeptEvents>> events_in(OpenHome& home,
                                                                          node::CircleNumber talk);
/// Those of one talk that take place within the next two weeks, of whom I do not mute; what comes
/// first stands first. Requires: what is held is indexed.
[[nodiscard]] Outcome<Json> events_coming_up(OpenHome& home, node::CircleNumber talk);

/// The order in which events are shown: by when they begin next, those over last.
void sort_events(Json& events);

}  // namespace kith::service
