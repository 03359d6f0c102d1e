// Which signatures are kept: at least as often that everything between two fits a range, seldom
// enough that they cost next to nothing.
#pragma once

#include "node/refusal.hpp"

namespace kith::node {

/// What was signed just now.
struct SignedRun {
  EntryKey last;
  Signature signature;
  std::uint64_t entries{};  // since the head at `after`
  std::uint64_t bytes{};
  bool opens_epoch{};  // its first entry does
};

/// Keeps the head of a run, in the place of the one right before the run where both together are
/// small and of one epoch: whoever does not hear the next epoch is served up to that head.
[[nodiscard]] Result<void, StoreError> keep_head(const Store& store, const SignedRun& run,
                                                 Batch& batch);

}  // namespace kith::node
