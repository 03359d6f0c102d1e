// Where the stories of one log part, as far as what is held of them tells. Refuses to know whom to
// blame, and whom any of it is for. Source: docs/protocol.md §7.
#pragma once

#include "node/opener.hpp"
#include "node/refusal.hpp"
#include "node/strands.hpp"

namespace kith::node {

struct Sides {
  StrandNumber one;
  StrandNumber other;
};

/// The first entry of [low, next), which both hold, that is not the same; nothing where all are.
/// Requires: low is below next.
[[nodiscard]] Result<std::optional<Seq>, Refusal> parting_within(Opener& opener, const Sides& sides,
                                                                 Seq low, Seq next);

/// No two stories that are held say different things before it; limits::seq_max: there is one.
/// Where a story hangs in the air it is the place up to which they are known to be the same.
[[nodiscard]] Result<Seq, Refusal> parting_of(const Strands& strands, Opener& opener,
                                              const LogId& log);

}  // namespace kith::node
