// The secrets of cards that I handed out and that nobody used yet. Knows how they are kept; what a
// card says is wire's.
#pragma once

#include <optional>
#include <vector>

#include "seal/box.hpp"

namespace kith::node {

class OwnCards {
 public:
  /// Adds the secret of a new card; beyond limits::cards_unused_max the oldest is of no use any
  /// more.
  void add(seal::PairSecret secret);
  [[nodiscard]] const std::vector<seal::PairSecret>& unused() const { return unused_; }
  /// Somebody used it: it is theirs now. Requires: index < unused().size().
  [[nodiscard]] seal::PairSecret take(std::size_t index);

  /// Secret: the caller wipes it.
  [[nodiscard]] ByteVec encode() const;
  [[nodiscard]] static std::optional<OwnCards> decode(ByteView bytes);

 private:
  std::vector<seal::PairSecret> unused_;  // oldest first
};

}  // namespace kith::node
