// A signed record: `[payload, signature]`. Knows that a payload is one CBOR map and who signed it;
// what the map says is the affair of the record's own file.
// Source: docs/protocol.md §1.4.
#pragma once

#include "base/result.hpp"
#include "crypto/sign.hpp"
#include "wire/cbor.hpp"

namespace kith::wire {

enum class RecordError {
  malformed,  // not the canonical form of this record, or out of its limits
  bad_signature,
  persons_differ,     // the parts of a certificate speak of different people
  device_not_listed,  // the statement's device is not in the person's list
  secrets_differ,     // a card's secret is not the one that its face names
};

struct SignedRecord {
  ByteView payload;
  Signature signature;
};

/// Splits the two parts; verifies nothing yet.
[[nodiscard]] Result<SignedRecord, RecordError> decode_signed(ByteView input);

[[nodiscard]] ByteVec encode_signed(ByteView payload, const Signature& signature);

}  // namespace kith::wire
