// The rhythms of all devices of my contacts, as this home keeps them: one record a device, in its
// store alone. Refuses to know what they are good for.
#pragma once

#include <map>
#include <set>

#include "node/batch.hpp"
#include "node/rhythm.hpp"
#include "node/store.hpp"

namespace kith::node {

/// As the person lists it; another may list the same.
using DeviceOf = std::pair<PersonId, DeviceId>;
using RhythmOf = std::map<DeviceOf, Rhythm>;

/// A record that cannot be read is passed over: its rhythm is learned anew. Errors: the store's.
[[nodiscard]] Result<RhythmOf, StoreError> kept_rhythms(const Store& store);
/// Forgets them, of that person or of all; how many there were.
[[nodiscard]] Result<std::size_t, StoreError> wipe_rhythms(const Store& store,
                                                           const std::optional<PersonId>& person,
                                                           Batch& batch);

class Rhythms {
 public:
  Rhythms() = default;
  explicit Rhythms(RhythmOf kept) : all_(std::move(kept)) {}

  void there(const DeviceOf& device, std::optional<Over> over, WallTime now);
  void not_there(const DeviceOf& device, Over over, WallTime now);
  /// Nothing where nothing was seen yet.
  [[nodiscard]] const Rhythm* find(const DeviceOf& device) const;
  /// Whoever is none of these is forgotten.
  void keep_only(const std::set<DeviceOf>& devices);

  /// What changed since it was last asked, to be kept.
  [[nodiscard]] Batch take_changes();

 private:
  RhythmOf all_;
  std::set<DeviceOf> changed_;
};

}  // namespace kith::node
