// A device's prekey: the X25519 key that handovers to it are sealed to. Verifies the device's
// signature; which prekey is the newest, and how old is too old, is decided by who keeps them.
//
//   Sign(device, {0: device, 1: counter, 2: key, 3: made})
//
// Source: docs/protocol.md §2.5.
#pragma once

#include "base/count.hpp"
#include "base/time.hpp"
#include "crypto/agree.hpp"
#include "crypto/sign.hpp"
#include "wire/signed_record.hpp"

namespace kith::wire {

struct Prekey {
  DeviceId device;
  Counter counter;
  crypto::PrekeyPublic key;
  WallTime made;
  bool operator==(const Prekey&) const = default;
};

[[nodiscard]] ByteVec sign_prekey(const Prekey& prekey, const crypto::DeviceKey& key);
[[nodiscard]] Result<Prekey, RecordError> open_prekey(ByteView record);

}  // namespace kith::wire
