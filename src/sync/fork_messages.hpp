// What a session says of logs that tell two stories. Knows form and limits; to whom it is said, and
// whether a proof holds, is node's affair. Source: docs/protocol.md §10.2, §10.10.
#pragma once

#include <vector>

#include "base/bytes.hpp"

namespace kith::sync {

/// Logs of which I hold a proof that they tell two stories.
struct KnownForks {
  static constexpr std::uint8_t type = 16;
  std::vector<LogId> logs;  // at most limits::known_forks_max
  bool operator==(const KnownForks&) const = default;
};

struct ForkProof {
  static constexpr std::uint8_t type = 17;
  ByteVec record;  // one item, at most limits::fork_proof_bytes_max; not verified here
  bool operator==(const ForkProof&) const = default;
};

}  // namespace kith::sync
