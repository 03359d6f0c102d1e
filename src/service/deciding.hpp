// Requests about deciding: bringing a proposal, where I stand with it, going along with its exact
// text, and how a circle likes to go about it. Answers say who said what and who was not heard yet,
// over whose view; they never count, close or decide.
// Source: docs/kinds.md.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

[[nodiscard]] Answer propose(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer amend(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer stance(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer agree(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer step_out(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer proposal(OpenHome& home, const Json& request, const Progress& progress);
/// Of one talk, or of all.
[[nodiscard]] Answer proposals(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer practice(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer practice_keep(OpenHome& home, const Json& request, const Progress& progress);

/// The same of one talk. Requires: what is held is indexed.
[[nodiscard]] Outcome<Json> proposals_of(OpenHome& home, node::CircleNumber talk);
/// Likewise, those that wait for a word of mine.
[[nodiscard]] Outcome<Json> proposals_waiting(OpenHome& home, node::CircleNumber talk);

}  // namespace kith::service
