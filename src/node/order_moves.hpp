// Where entries come to stand once something is indexed that they have to stand after: each is
// moved once, whatever shape the answers have. Refuses to know stores and keys: who stands behind
// an entry is asked of the caller. Source: docs/protocol.md §3.8.
#pragma once

#include <functional>
#include <vector>

#include "base/result.hpp"
#include "node/opener.hpp"

namespace kith::node {

/// Where an entry stands, in microseconds as its claimed time.
struct Standing {
  EntryKey entry;
  std::int64_t order{};
  std::int64_t time{};
};

struct OrderMove {
  EntryKey entry;
  std::int64_t from{};
  std::int64_t to{};
};

/// Where an entry of that time stands because of a parent.
[[nodiscard]] std::int64_t order_after(std::int64_t parent, std::int64_t time);

/// Of those that have to stand after an entry, whoever would stand too early if it stood there.
using TooEarly =
    std::function<Result<std::vector<Standing>, OpenFailure>(EntryKey entry, std::int64_t there)>;

/// What has to move because of these parents, which came behind some of their children; parents
/// before children, each once.
/// Requires: all others stand after their parents already.
/// Cost:     each entry that may move is asked about once.
[[nodiscard]] Result<std::vector<OrderMove>, OpenFailure> moves_behind(
    std::vector<Standing> parents, const TooEarly& too_early);

}  // namespace kith::node
