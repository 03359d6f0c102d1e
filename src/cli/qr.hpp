// A text as a QR code, drawn with half blocks for a terminal.
#pragma once

#include <optional>
#include <string>

namespace kith::cli {

/// Dark on light, with its quiet zone, whatever the terminal's colours. Nothing where the text is
/// longer than a code holds (about 2,900 bytes).
[[nodiscard]] std::optional<std::string> qr_drawing(const std::string& text);

}  // namespace kith::cli
