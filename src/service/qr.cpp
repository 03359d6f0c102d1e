#include "service/qr.hpp"

#include <qrencode.h>

#include <memory>

namespace kith::service {

std::optional<std::vector<std::string>> qr_modules(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_L), &QRcode_free};
  if (!code) return std::nullopt;
  const auto side = static_cast<std::size_t>(code->width);
  std::vector<std::string> rows(side, std::string(side, '0'));
  for (std::size_t row = 0; row < side; ++row) {
    for (std::size_t column = 0; column < side; ++column) {
      if ((code->data[row * side + column] & 1) != 0) rows[row][column] = '1';
    }
  }
  return rows;
}

}  // namespace kith::service
