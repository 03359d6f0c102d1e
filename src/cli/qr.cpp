#include "cli/qr.hpp"

#include <qrencode.h>

#include <memory>

namespace kith::cli {

std::optional<std::string> qr_drawing(const std::string& text) {
  constexpr int quiet = 4;  // modules around it, ISO/IEC 18004
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_L), &QRcode_free};
  if (!code) return std::nullopt;
  const auto is_dark = [&](int row, int column) {
    const bool inside = row >= 0 && column >= 0 && row < code->width && column < code->width;
    return inside && (code->data[row * code->width + column] & 1) != 0;
  };
  std::string drawing;
  for (int row = -quiet; row < code->width + quiet; row += 2) {
    drawing += "\x1b[30;107m";  // black on white
    for (int column = -quiet; column < code->width + quiet; ++column) {
      const bool upper = is_dark(row, column);
      const bool lower = is_dark(row + 1, column);
      drawing += upper ? (lower ? "\u2588" : "\u2580") : (lower ? "\u2584" : " ");
    }
    drawing += "\x1b[0m\n";
  }
  return drawing;
}

}  // namespace kith::cli
