#include "cli/qr.hpp"

#include <png.h>

#include "service/qr.hpp"

namespace kith::cli {
namespace {

// The modules with the quiet zone around them.
class Code {
 public:
  explicit Code(const std::string& text) : modules_(service::qr_modules(text)) {}
  [[nodiscard]] bool fits() const { return modules_.has_value(); }
  [[nodiscard]] std::size_t width() const {
    return modules_->size() + 2 * service::qr_quiet_modules;
  }
  [[nodiscard]] bool is_dark(std::size_t row, std::size_t column) const {
    row -= service::qr_quiet_modules;  // in front of the modules it becomes far greater than any
    column -= service::qr_quiet_modules;
    return row < modules_->size() && column < modules_->size() && (*modules_)[row][column] == '1';
  }

 private:
  std::optional<std::vector<std::string>> modules_;
};

}  // namespace

std::optional<std::string> qr_drawing(const std::string& text) {
  const Code code{text};
  if (!code.fits()) return std::nullopt;
  std::string drawing;
  for (std::size_t row = 0; row < code.width(); row += 2) {
    drawing += "\x1b[30;107m";  // black on white
    for (std::size_t column = 0; column < code.width(); ++column) {
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
  constexpr std::size_t scale = qr_pixels;
  const auto side = code.width() * scale;
  ByteVec pixels;
  for (std::size_t row = 0; row < side; ++row) {
    for (std::size_t column = 0; column < side; ++column) {
      pixels.push_back(code.is_dark(row / scale, column / scale) ? 0x00 : 0xff);
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
