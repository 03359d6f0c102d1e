// The tie of two persons: the circle that meeting creates, known to both without a word.
// Source: docs/protocol.md §9.3.
#pragma once

#include "base/bytes.hpp"

namespace kith::node {

/// The same for both, whoever asks.
[[nodiscard]] CircleId tie_of(const PersonId& one, const PersonId& other);

}  // namespace kith::node
