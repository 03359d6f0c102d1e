// Whether what sessions brought is committed and may not be on the disk yet. One flush is enough
// for all that came before something is said. Refuses to know stores.
#pragma once

#include "node/exchange.hpp"

namespace kith::node {

class OwedFlush {
 public:
  /// A commit returned. One that nobody waits for changes nothing.
  void committed(Durability durability) {
    if (durability != Durability::lazy) is_owed_ = durability == Durability::before_sending;
  }
  /// A flush is owed, and the turn says something or is the last for now. Stays so until it is
  /// done: after one that failed, nothing is said any more.
  [[nodiscard]] bool falls_due(const Turn& turn) const {
    return is_owed_ && (!turn.send.empty() || !turn.more);
  }
  void flushed() { is_owed_ = false; }

 private:
  bool is_owed_{};
};

}  // namespace kith::node
