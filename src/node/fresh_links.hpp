// The links of entries that were just taken in, kept until they are indexed: each was found when
// its range was verified, and to find it again costs as much as that did. A memory, not a record:
// what is not here is found in the store. Refuses to know what the entries say.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "node/records.hpp"

namespace kith::node {

class FreshLinks {
 public:
  /// Requires: they are those of the entries from `first` on, which are held once the step that
  /// took them in is committed.
  void put(EntryKey first, std::span<const Link> links);
  /// Null: not known here.
  [[nodiscard]] const Link* find(EntryKey key) const;
  void drop(StrandNumber strand, Seq first, Seq last);

 private:
  using Runs = std::map<EntryKey, std::vector<Link>>;  // by their first entry
  Runs runs_;
  std::size_t size_{};
};

}  // namespace kith::node
