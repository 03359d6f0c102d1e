// The face of one's own as it is said to somebody. Refuses to know to whom, and by which road.
// Source: docs/protocol.md §10.3.
#pragma once

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "node/identity.hpp"

namespace kith::node {

/// The same, signed anew as of now: what is read late or out of order loses against what was said
/// later, a card included. Requires: `face` is this identity's own (Node::own_face).
[[nodiscard]] ByteVec said_now(const Identity& identity, ByteView face, WallTime now);

}  // namespace kith::node
