// Requests about asking and promising: I can ask; only you can promise. Who promised says what
// became of it: changed, taken back, done. Answers give nobody a task, and never count. Source:
// docs/kinds.md.
#pragma once

#include "service/open_home.hpp"

namespace kith::service {

[[nodiscard]] Answer ask(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer promise(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer renegotiate(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer withdraw(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer kept(OpenHome& home, const Json& request, const Progress& progress);
/// Of one talk, or of all.
[[nodiscard]] Answer asks(OpenHome& home, const Json& request, const Progress& progress);
[[nodiscard]] Answer promises(OpenHome& home, const Json& request, const Progress& progress);

/// All of one talk. Requires: what is held is indexed.
[[nodiscard]] Outcome<std::shared_ptr<const kinds::KeptPromises>> promises_in(
    OpenHome& home, node::CircleNumber talk);
[[nodiscard]] Json promise_json(OpenHome& home, node::CircleNumber talk,
                                const kinds::PromiseView& view);

}  // namespace kith::service
