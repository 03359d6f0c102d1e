#include "kinds/recovery_body.hpp"

namespace kith::kinds {

void put(wire::CborWriter& out, const RecoveryKey& body) {
  out.map(2).key(0).bytes(body.key.view()).key(1).boolean(body.in_force);
}

std::optional<RecoveryKey> recovery_key_of(const Fields& fields) {
  const auto key = wire::fixed_field<crypto::RecoveryPublic>(fields, 0);
  const auto in_force = wire::boolean_field(fields, 1);
  if (!key || !in_force) return std::nullopt;
  return RecoveryKey{*key, *in_force};
}

}  // namespace kith::kinds
