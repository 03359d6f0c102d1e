// What a QR code says that somebody holds before a camera. Refuses to know cameras, and what the
// text is good for.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"

namespace kith::web {

inline constexpr std::size_t picture_bytes_max = 4 * 1024 * 1024;

/// Shape:  u16 width ‖ u16 height ‖ a byte a pixel, 0 black, row by row; numbers greatest byte
/// first. Nothing where it is no picture. An empty text: there is no code in it that can be read.
[[nodiscard]] std::optional<std::string> read_qr(ByteView picture);

}  // namespace kith::web
