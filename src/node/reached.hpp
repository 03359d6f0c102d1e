// How far others hold my own logs, by the word of their devices in sessions. To hold is not to have
// read, and nothing here tells. Refuses to know sessions, and who hears an entry at all.
// Source: docs/protocol.md §10.8.
#pragma once

#include <map>

#include "node/sharing.hpp"
#include "node/store.hpp"

namespace kith::node {

/// Of each of my own logs that is shared with somebody: what is shared of it and stands before
/// this, a device of theirs holds.
using ReachedLogs = std::map<LogId, Seq>;

/// By what of it they did not say that they hold; nothing: they hold it all. Behind an entry that I
/// lost myself nothing is claimed.
[[nodiscard]] ReachedLogs reached_by(const PersonId& me, const Strands& strands,
                                     const std::vector<Share>& shares,
                                     const std::vector<Piece>& not_held);

class Reached {
 public:
  /// Errors: damaged, and the store's.
  [[nodiscard]] static Result<Reached, StoreError> load(const Store& store);

  /// Whether any device of that person said so. Requires: my log, and that the person hears it.
  [[nodiscard]] bool has(const PersonId& person, const LogId& log, Seq seq) const;
  [[nodiscard]] bool knows(const PersonId& person, const DeviceId& device) const;

 private:
  std::map<PersonId, std::map<DeviceId, ReachedLogs>> of_;
};

/// Takes the place of what was known of that device: it may have lost what it had.
void note_reached(const PersonId& person, const DeviceId& device, const ReachedLogs& logs,
                  Batch& batch);
/// Earlier entries are shared with them from now on, and they said nothing of these.
[[nodiscard]] Result<void, StoreError> forget_reached(const Store& store, const PersonId& person,
                                                      Batch& batch);

}  // namespace kith::node
