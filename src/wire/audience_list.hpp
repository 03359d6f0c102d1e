// Who hears an entry, as its author lists it: persons, some until a moment. Knows the form of the
// list; who ought to be on it is decided in audience/.
//
//   [[person] | [person, until], …]   ascending by person, no two equal, at most 150
//
// Source: docs/protocol.md §3.5.
#pragma once

#include <optional>
#include <vector>

#include "base/time.hpp"
#include "wire/cbor.hpp"
#include "wire/signed_record.hpp"

namespace kith::wire {

struct Hearer {
  PersonId person;
  std::optional<WallTime> until;
  bool operator==(const Hearer&) const = default;
};

using AudienceList = std::vector<Hearer>;

/// Requires: ascending by person, no two equal.
[[nodiscard]] bool hears(const AudienceList& audience, const PersonId& person);

/// Requires: ascending by person, no two equal.
void encode_audience(CborWriter& out, const AudienceList& audience);
[[nodiscard]] ByteVec encode_audience(const AudienceList& audience);

[[nodiscard]] Result<AudienceList, RecordError> decode_audience(ByteView item);

}  // namespace kith::wire
