// My recovery key, as my own devices know it: its public half, and whether it is in force. In the
// self log only. Plain values and their form.
// Source: docs/protocol.md §3.7, §5.5.
#pragma once

#include "crypto/agree.hpp"
#include "kinds/body_fields.hpp"

namespace kith::kinds {

struct RecoveryKey {
  crypto::RecoveryPublic key;
  bool in_force{};  // from then on each epoch of mine is handed to it
  bool operator==(const RecoveryKey&) const = default;
};

void put(wire::CborWriter& out, const RecoveryKey& body);

[[nodiscard]] std::optional<RecoveryKey> recovery_key_of(const Fields& fields);

}  // namespace kith::kinds
