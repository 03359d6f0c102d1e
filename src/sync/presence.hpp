// The first message of each side of a session: who I am, how I am reached, what we share. Knows
// form and limits; whether a record within is sound is decided by who takes it.
//
//   {0: device list, 1: prekeys, 2: ways, 3: held, 4: fresh, 5: face, 6: newest first}
//
// Source: docs/protocol.md §10.3.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/secret.hpp"
#include "sync/items.hpp"
#include "wire/pair_id.hpp"

namespace kith::sync {

/// Half of what two people make a new secret of.
using Fresh = crypto::Secret<struct FreshTag, 32>;

/// The first message of each side: who I am, how I am reached, what we share.
struct Presence {
  static constexpr std::uint8_t type = 1;
  ByteVec device_list;           // signed record, not verified here, nor are those below
  std::vector<ByteVec> prekeys;  // signed records, at most limits::devices_per_person_max
  std::vector<std::string> ways;
  std::vector<PairId> held;  // at most limits::held_secrets_max
  Fresh fresh;
  std::optional<ByteVec> face;  // signed record, to be introduced by
  bool newest_first{};
};

/// A presence as it also stands in the manifest of a bundle.
[[nodiscard]] ByteVec encode_presence(const Presence& presence);
[[nodiscard]] Result<Presence, MessageError> decode_presence(ByteView item);

}  // namespace kith::sync
