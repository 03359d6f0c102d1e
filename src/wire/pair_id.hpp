// How a pair secret is named where it is not shown: on cards, in sessions. Refuses to know who
// shares it; the name tells nothing of the secret.
//
// Source: docs/protocol.md §9.5.
#pragma once

#include <algorithm>

#include "crypto/hash.hpp"

namespace kith {

using PairId = Bytes<struct PairIdTag, 8>;

/// Requires: `secret` is the 32 bytes of a pair secret.
[[nodiscard]] inline PairId pair_id(ByteView secret) {
  const auto digest = crypto::hash<Bytes<struct PairDigestTag, 32>>("kith/1 secret id", {secret});
  PairId id;
  std::copy_n(digest.raw.begin(), PairId::size, id.raw.begin());
  return id;
}

}  // namespace kith
