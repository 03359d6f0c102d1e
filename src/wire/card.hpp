// A card: what someone hands over to be met. A face that its owner signed (devices, prekeys, ways
// to reach them) and a secret made for this card alone. A face goes without its secret where
// someone is introduced. Verifies itself; whom to believe is decided by who takes it.
//
//   card  [face, secret 32]
//   face  Sign(person, {0: person, 1: device list, 2: prekeys, 3: secret id, 4: ways, 5: name,
//              6: made})
//
// Source: docs/protocol.md §9.1.
#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"
#include "crypto/secret.hpp"
#include "wire/certificate.hpp"
#include "wire/pair_id.hpp"
#include "wire/prekey.hpp"

namespace kith::wire {

using CardSecret = crypto::Secret<struct CardSecretTag, 32>;

struct Face {
  PersonId person;
  ByteVec device_list;            // signed record
  std::vector<ByteVec> prekeys;   // signed records
  PairId secret_id;               // of the card's secret
  std::vector<std::string> ways;  // addresses, best first
  std::string name;               // the name that they go by
  WallTime made;

  bool operator==(const Face&) const = default;
};

struct Card {
  ByteVec face_record;  // the signed record that `face` was read from
  Face face;
  CardSecret secret;
};

/// Requires: the records are valid and of this person, 1 to 8 prekeys; at most 8 ways of 1 to 256
/// bytes; a name of at most 128 bytes.
[[nodiscard]] ByteVec sign_face(const Face& face, const crypto::PersonKey& key);

/// Verifies the face, its device list, and that its prekeys are of listed devices.
[[nodiscard]] Result<Face, RecordError> open_face(ByteView record);

/// Requires: the face names this secret. The card is as secret as it.
[[nodiscard]] ByteVec encode_card(ByteView face_record, const CardSecret& secret);

/// Verifies the face, and that the secret is the one that it names (secrets_differ).
[[nodiscard]] Result<Card, RecordError> open_card(ByteView card);

/// One line: kith: and base64url.
[[nodiscard]] std::string card_text(ByteView card);
/// Spaces and line breaks around and within it do not count. Nothing where it is no card's text.
[[nodiscard]] std::optional<ByteVec> card_bytes(std::string_view text);

}  // namespace kith::wire
