// Ranges that could not be attributed: who carries one brings it in every session, and each try
// asks every box for every secret. What would only fail again is answered from here. In memory
// alone: forgetting it costs a try. Refuses to know why it failed.
// Source: docs/protocol.md §10.6.
#pragma once

#include <set>

#include "wire/range.hpp"

namespace kith::node {

class Unattributed {
 public:
  using Key = Bytes<struct UnattributedTag, 32>;
  /// Over all that attribution depends on: of a log that goes on it stays the same until somebody
  /// else is included.
  [[nodiscard]] static Key key_of(const wire::RangeView& range);

  /// Whether it failed while the contacts were as they are now.
  [[nodiscard]] bool holds(const Key& key, std::uint64_t contacts_revision) const;
  /// Of very many none is kept.
  void put(const Key& key, std::uint64_t contacts_revision);

 private:
  std::uint64_t contacts_revision_{};
  std::set<Key> failed_;
};

}  // namespace kith::node
