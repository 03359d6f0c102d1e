// Finds the entries that a view of a thing is folded from: by kind, in one circle, or by what
// refers to what. Reads only what it gives. Refuses to know how anything folds. Source:
// docs/decisions/0025-kinds.md.
#pragma once

#include <span>

#include "kinds/seen.hpp"
#include "node/opener.hpp"

namespace kith::node {

class Things {
 public:
  Things(const Store& store, const Strands& strands, Opener& opener)
      : store_(store), strands_(strands), opener_(opener) {}

  template <class T>
  using Read = Result<T, Refusal>;

  /// Every entry of those kinds in the circle that opens, once, in no order that means anything.
  [[nodiscard]] Read<std::vector<kinds::Seen>> of_kinds(
      CircleNumber circle, std::span<const kinds::KindNumber> kinds) const;
  /// The entry, what it refers to, what refers to that, and so on: as far as one of those kinds
  /// leads to another. What belongs to one proposal or promise, whatever else the circle holds.
  [[nodiscard]] Read<std::vector<kinds::Seen>> around(
      EntryKey entry, std::span<const kinds::KindNumber> kinds) const;
  /// Errors: unknown_entry where it does not open.
  [[nodiscard]] Read<kinds::Seen> seen(EntryKey key) const;

 private:
  [[nodiscard]] Read<std::vector<EntryKey>> beside(const kinds::Seen& seen,
                                                   CircleNumber circle) const;

  const Store& store_;
  const Strands& strands_;
  Opener& opener_;
};

}  // namespace kith::node
