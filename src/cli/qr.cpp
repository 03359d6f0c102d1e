#include "cli/qr.hpp"

#include <png.h>
#include <qrencode.h>

#include <memory>

namespace kith::cli {
namespace {

constexpr int quiet = 4;  // modules around it, ISO/IEC 18004

class Code {
 public:
  explicit Code(const std::string& text)
      : code_(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_L), &QRcode_free) {}
  [[nodiscard]] bool fits() const { return code_ != nullptr; }
  /// Modules on a side, the quiet zone among them.
  [[nodiscard]] int width() const { return code_->width + 2 * quiet; }
  [[nodiscard]] bool is_dark(int row, int column) const {
    row -= quiet;
    column -= quiet;
    const bool inside = row >= 0 && column >= 0 && row < code_->width && column < code_->width;
    return inside && (code_->data[row * code_->width + column] & 1) != 0;
  }

 private:
  std::unique_ptr<QRcode, decltype(&QRcode_free)> code_;
};

}  // namespace

std::optional<std::string> qr_drawing(const std::string& text) {
  const Code code{text};
  if (!code.fits()) return std::nullopt;
  std::string drawing;
  for (int row = 0; row < code.width(); row += 2) {
    drawing += "\x1b[30;107m";  // black on white
    for (int column = 0; column < code.width(); ++column) {
      const bool upper = code.is_dark(row, column);
      const bool lower = code.is_dark(row + 1, column);
      drawing += upper ? (lower ? "\u2588" : "\u2580") : (lower ? "\u2584" : " ");
    }
    drawing += "\x1b[0m\n";
  }
  return drawing;
}

std::optional<ByteVec> qr_png(const std::string& text) {
  const Code code{text};
  if (!code.fits()) return std::nullopt;
  const int side = code.width() * qr_pixels;
  ByteVec pixels;
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      pixels.push_back(code.is_dark(row / qr_pixels, column / qr_pixels) ? 0x00 : 0xff);
    }
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = image.height = static_cast<png_uint_32>(side);
  image.format = PNG_FORMAT_GRAY;
  png_alloc_size_t size = 0;
  const auto write = [&](std::uint8_t* out) {
    return png_image_write_to_memory(&image, out, &size, 0, pixels.data(), 0, nullptr) != 0;
  };
  if (!write(nullptr)) return std::nullopt;  // says how many bytes it takes
  ByteVec png(size);
  if (!write(png.data())) return std::nullopt;
  png.resize(size);
  return png;
}

}  // namespace kith::cli
