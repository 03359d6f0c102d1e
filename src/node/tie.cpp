#include "node/tie.hpp"

#include <algorithm>

#include "crypto/hash.hpp"

namespace kith::node {

CircleId tie_of(const PersonId& one, const PersonId& other) {
  const auto& [smaller, greater] = std::minmax(one, other);
  return crypto::hash<CircleId>("kith/1 tie", {smaller.view(), greater.view()});
}

}  // namespace kith::node
