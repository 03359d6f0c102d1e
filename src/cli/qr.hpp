// A text as a QR code: drawn with half blocks for a terminal, or as a picture. Refuses to know
// where either goes.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"

namespace kith::cli {

/// Dark on light, with its quiet zone, whatever the terminal's colours. Nothing where the text is
/// longer than a code holds (about 2,900 bytes).
[[nodiscard]] std::optional<std::string> qr_drawing(const std::string& text);

/// The same as a PNG in shades of grey, qr_pixels wide for each module.
inline constexpr int qr_pixels = 8;
[[nodiscard]] std::optional<ByteVec> qr_png(const std::string& text);

}  // namespace kith::cli
