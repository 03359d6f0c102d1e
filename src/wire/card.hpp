// A card: what someone hands over to be met. Their devices and prekeys, ways to reach them, and a
// secret made for this card alone. Verifies itself; whom to believe is decided by who takes it.
//
//   Sign(person, {0: person, 1: device list, 2: prekeys, 3: secret, 4: ways, 5: name, 6: made})
//
// Source: docs/protocol.md §9.1.
#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"
#include "crypto/secret.hpp"
#include "wire/certificate.hpp"
#include "wire/prekey.hpp"

namespace kith::wire {

using CardSecret = crypto::Secret<struct CardSecretTag, 32>;

struct Card {
  PersonId person;
  ByteVec device_list;           // signed record
  std::vector<ByteVec> prekeys;  // signed records
  CardSecret secret;
  std::vector<std::string> ways;  // addresses, best first
  std::string name;               // the name that they go by
  WallTime made;
};

/// Requires: the records are valid and of this person; at most 8 ways of 1 to 256 bytes.
[[nodiscard]] ByteVec sign_card(const Card& card, const crypto::PersonKey& key);

/// Verifies the card, its device list, and that its prekeys are of listed devices.
[[nodiscard]] Result<Card, RecordError> open_card(ByteView record);

/// One line: kith: and base64url.
[[nodiscard]] std::string card_text(ByteView record);
/// Spaces and line breaks around and within it do not count. Nothing where it is no card's text.
[[nodiscard]] std::optional<ByteVec> card_bytes(std::string_view text);

}  // namespace kith::wire
