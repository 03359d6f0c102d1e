// My recovery key at work, on a home that was put back: what it opens of my own logs that came back
// closed. Its secret is only looked at here, never kept. Refuses to know texts, files and where the
// key comes from. Source: docs/protocol.md §5.5.
#pragma once

#include "node/node.hpp"

namespace kith::node {

/// What the boxes for this key hand over of my own entries that nothing here opens, each to be
/// given to Node::take_handover as said by me. Where an opening did not come back, what stands
/// behind it stays closed.
[[nodiscard]] Result<std::vector<wire::Handover>, Refusal> recovered(
    Node& node, const crypto::RecoverySecret& key);

/// Once they are taken: of boxes for my recovery keys that would bring back a body which my devices
/// refuse, only the hash is kept. Changes nothing where there is none.
[[nodiscard]] Result<Batch, Refusal> without_refused(Node& node);

/// Own entries, of all circles, that nothing here opens.
[[nodiscard]] Result<std::uint64_t, Refusal> own_closed(Node& node);

/// Does all of it, step by step: `carry_out` commits each step and tells whether it could; `node`
/// gives the node that is there then, since another may have taken its place.
/// A key that no self log here names is noted there, as one that is not in force, once it opened
/// something: forgetting has to know it.
/// Errors: what `carry_out` answers, made from a Refusal where the node refused.
template <class NodeOf, class CarryOut>
[[nodiscard]] auto recover(const NodeOf& node, const crypto::RecoverySecret& key, WallTime now,
                           const CarryOut& carry_out) -> decltype(carry_out(StepOf<Done>{})) {
  const auto handovers = recovered(node(), key);
  if (!handovers) return carry_out(StepOf<Done>{Fail{handovers.error()}});
  if (handovers->empty()) return carry_out(StepOf<Done>{Step<Done>{}});
  if (!node().self().knows_recovery(key.public_key())) {
    auto noted = carry_out(node().keep(kinds::RecoveryKey{key.public_key(), false}, now));
    if (!noted) return noted;
  }
  for (const auto& handover : *handovers) {
    auto taken = carry_out(node().take_handover(handover, node().person()));
    if (!taken) return taken;
  }
  auto closed = without_refused(node());
  if (!closed) return carry_out(StepOf<Done>{Fail{closed.error()}});
  return carry_out(StepOf<Done>{Step<Done>{std::move(*closed), {}}});
}

}  // namespace kith::node
