// What a device gave and nothing here could attribute: it is kept aside, and dropped when the
// session ends. That it came is remembered and told, so that the same bytes are not given each
// time. Refuses to know why it failed, and sessions.
// Source: docs/protocol.md §10.5, §10.6.
#pragma once

#include "node/sharing.hpp"

namespace kith::node {

/// Over whom I know and what we share: under another one, what was dropped may be attributed.
using DroppedUnder = Bytes<struct DroppedUnderTag, 32>;
[[nodiscard]] DroppedUnder dropped_under(const Contacts& contacts);

struct Dropped {
  DroppedUnder under;
  Holdings spans;   // that would be given in vain again
  bool outdated{};  // others were dropped that may be of use now
};

/// What that device gave in vain: but of logs that are known by now. Errors: damaged, and the
/// store's.
[[nodiscard]] Result<Dropped, StoreError> dropped_of(const Node& node, const PersonId& person,
                                                     const DeviceId& device);
/// In the place of what was kept of that device.
void keep_dropped(const PersonId& person, const DeviceId& device, const DroppedUnder& under,
                  const Holdings& spans, Batch& batch);

/// Whether there was room to note it.
[[nodiscard]] bool add_dropped(Holdings& spans, ByteView range);

}  // namespace kith::node
