// Bytes as text that survives mails and mouths: base64url without padding (RFC 4648 §5), by
// libsodium's codec, whose time does not depend on what it codes. Knows nothing of what is coded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace kith::crypto {

[[nodiscard]] std::string to_base64url(ByteView bytes);

/// With the other alphabet and padding (RFC 4648 §4), as tor wants it.
[[nodiscard]] std::string to_base64(ByteView bytes);

/// Nothing where any other character stands there, or bits beyond the last byte.
[[nodiscard]] std::optional<ByteVec> from_base64url(std::string_view text);

}  // namespace kith::crypto
