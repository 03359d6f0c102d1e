// What the last whole session with a device came to: by it both sides know at once that nothing is
// new. Knows how that is kept; what the digests are over is exchange's affair.
// Source: docs/protocol.md §10.4.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "node/store.hpp"
#include "sync/message.hpp"
#include "wire/certificate.hpp"

namespace kith::node {

using PublicHash = Bytes<struct PublicHashTag, 32>;  // over the face that they were told

struct SessionMemory {
  sync::DigestHash mine;
  sync::DigestHash theirs;
  PublicHash told;
  WallTime when;
  auto operator<=>(const SessionMemory&) const = default;
};

/// Nothing where no session with that device was whole yet. A device belongs to whom proved it: two
/// persons may list one.
/// Errors: damaged, and the store's.
[[nodiscard]] Result<std::optional<SessionMemory>, StoreError> remembered(const Store& store,
                                                                          const PersonId& person,
                                                                          const DeviceId& device);
/// When the last whole session with each device of each person was.
using LastMet = std::map<std::pair<PersonId, DeviceId>, WallTime>;
[[nodiscard]] Result<LastMet, StoreError> last_met(const Store& store);
void remember(const PersonId& person, const DeviceId& device, const SessionMemory& memory,
              Batch& batch);
/// The next session with anyone goes through everything again.
[[nodiscard]] Result<void, StoreError> forget_sessions(const Store& store, Batch& batch);
/// What is remembered, and what has reached them, of devices that a person has no more.
[[nodiscard]] Result<void, StoreError> forget_devices_but(
    const Store& store, const PersonId& person, const std::vector<wire::ListedDevice>& listed,
    Batch& batch);

}  // namespace kith::node
