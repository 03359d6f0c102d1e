// Bodies that travel apart from their entries, between two who both may have them: which are asked
// for, and what answers. Reads only. Refuses to know when one asks.
// Source: docs/protocol.md §10.9.
#pragma once

#include "node/sharing.hpp"

namespace kith::node {

struct MissingBodies {
  std::vector<sync::MissingBody> bodies;
  WantedBodies::Asking asking;
};

/// Wanted bodies that the person may have: of their own entries, and of those that I share with
/// them; what that device was not asked for yet. At most limits::missing_bodies_max.
[[nodiscard]] Result<MissingBodies, Refusal> missing_bodies(Node& node, const PersonId& person,
                                                            const DeviceId& device,
                                                            const std::vector<Share>& shares);

/// Wants some of the bodies that found no room before; an empty batch: none does now.
[[nodiscard]] StepOf<Done> want_more_bodies(Node& node);

/// The body, if it is held and theirs to have; that it is gone, if it was mine; else nothing.
[[nodiscard]] Result<std::optional<sync::Message>, Refusal> answer_missing(
    Node& node, const PersonId& person, const sync::MissingBody& missing);

}  // namespace kith::node
