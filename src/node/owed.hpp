// Devices that I address and that no key has reached yet: shown, and handed to them when a session
// meets them. Refuses to know how they came to be addressed.
// Source: docs/glossary.md (owed).
#pragma once

#include <map>

#include "node/store.hpp"

namespace kith::node {

class Owed {
 public:
  /// Errors: damaged, and the store's.
  [[nodiscard]] static Result<Owed, StoreError> load(const Store& store);

  void put(const LogId& log, const PersonId& person, const DeviceId& device, Batch& batch);
  void settle(const LogId& log, const DeviceId& device, Batch& batch);
  /// The person hears that log no more, and so is owed nothing of it.
  void drop(const LogId& log, const PersonId& person, Batch& batch);

  /// Persons who are owed keys of that log, ascending, each once.
  [[nodiscard]] std::vector<PersonId> of(const LogId& log) const;
  [[nodiscard]] std::size_t count() const { return owed_.size(); }

 private:
  std::map<std::pair<LogId, DeviceId>, PersonId> owed_;
};

}  // namespace kith::node
