// Whether a record holds nothing but what this version knows. Unknown keys are kept by not
// re-encoding, so only a record without them has to come out of its encoder as it went in.
#pragma once

#include "wire/cbor.hpp"

namespace kith::fuzz {

/// Requires: one canonical map, with zeros behind it or nothing.
[[nodiscard]] inline bool only_keys_below(std::uint64_t end, ByteView map) {
  using enum wire::CborReader::Trailing;
  const auto fields = *wire::cbor_fields(map, zeros);
  const bool below =
      std::ranges::all_of(fields, [end](const wire::CborField& field) { return field.key < end; });
  return below && fields.size() == *wire::CborReader::open(map, zeros)->map();
}

}  // namespace kith::fuzz
