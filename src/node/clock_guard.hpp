// Whether this device's clock can be believed where a lease hangs on it: a mark of the greatest
// time seen, kept. A clock behind the mark, or far ahead of it after a stop, is unsure until the
// person says that it is right. Refuses to know what is held back meanwhile. Source:
// docs/glossary.md (lease); docs/decisions/0018.
#pragma once

#include "node/store.hpp"

namespace kith::node {

class ClockGuard {
 public:
  /// Errors: damaged, and the store's.
  [[nodiscard]] static Result<ClockGuard, StoreError> load(const Store& store);

  [[nodiscard]] bool is_unsure(WallTime now) const;
  /// By what leases are measured: never before the mark; the mark itself while the clock is unsure.
  [[nodiscard]] WallTime clock(WallTime now) const;
  /// Something is written now.
  void note(WallTime now, Batch& batch);
  /// This process runs, and writes nothing: from now on a leap is none across a stop. Where the
  /// clock has gone on for a day without one, the mark follows it.
  void see(WallTime now, Batch& batch);
  /// The person says that the clock is right: the mark moves there, also backwards.
  void confirm(WallTime now, Batch& batch);

 private:
  void set(WallTime mark, Batch& batch);

  std::optional<WallTime> mark_;
  bool noted_{};  // since this process began: a leap now happens while it runs, and is seen
  std::optional<WallTime> steady_since_;
  WallTime seen_{};
};

}  // namespace kith::node
