// Bytes as tor writes them, and as people copy them by hand: base32 in small letters without
// padding (RFC 4648 §6). No table and no branch depends on a letter's value: some of them are
// secrets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace kith::crypto {

[[nodiscard]] std::string to_base32(ByteView bytes);

/// Nothing where any other character stands there, or bits beyond the last byte.
[[nodiscard]] std::optional<ByteVec> from_base32(std::string_view text);

}  // namespace kith::crypto
