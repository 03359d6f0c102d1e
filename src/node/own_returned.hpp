// What became of my own logs that others know better than this home does: a backup was restored, or
// a copy of it spoke elsewhere. Refuses to know how that is told.
#pragma once

#include "node/node.hpp"

namespace kith::node {

/// A log of mine, of this device or of another.
struct OwnReturned {
  CircleNumber circle;
  bool retired{};          // a main log of this device: nothing is written to it any more
  std::uint64_t closed{};  // entries that came back and that nothing here opens
};

/// Those that are retired or have something closed, ascending by circle. Asides close all the time:
/// one stands here only where something of it does not open.
[[nodiscard]] Result<std::vector<OwnReturned>, Refusal> own_returned(Node& node);

}  // namespace kith::node
