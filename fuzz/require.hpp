// What a fuzz target claims of every input. Stops where a claim does not hold, so that the input is
// kept; knows nothing of what is claimed.
#pragma once

#include <algorithm>

#include "base/bytes.hpp"

namespace kith::fuzz {

inline void require(bool holds) {
  if (!holds) {
    __builtin_trap();
  }
}

[[nodiscard]] inline bool equal(ByteView left, ByteView right) {
  return std::ranges::equal(left, right);
}

[[nodiscard]] inline bool lies_within(ByteView part, ByteView whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace kith::fuzz
