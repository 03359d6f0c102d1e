#include "web/qr_read.hpp"

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>

#include <exception>

#include "host/child_work.hpp"

namespace kith::web {
namespace {

constexpr std::size_t size_bytes = 4;

std::string text_in(const ZXing::ImageView& view) {
  const auto hints = ZXing::DecodeHints{}
                         .setFormats(ZXing::BarcodeFormat::QRCode)
                         .setTryHarder(true)
                         .setTryRotate(true)
                         .setMaxNumberOfSymbols(1);
  // The library's own way to give up; its allocations go with the picture's size, which has a
  // limit.
  try {
    const auto result = ZXing::ReadBarcode(view, hints);
    return result.isValid() ? result.text() : std::string{};
  } catch (const std::exception&) {
    return {};
  }
}

// How long the library takes is up to whoever drew the picture: minutes, where they wish it.
constexpr std::chrono::seconds looked_at_max{2};

}  // namespace

std::optional<std::string> read_qr(ByteView picture) {
  if (picture.size() < size_bytes) return std::nullopt;
  const int width = picture[0] << 8 | picture[1];
  const int height = picture[2] << 8 | picture[3];
  const auto pixels = picture.subspan(size_bytes);
  if (width == 0 || height == 0) return std::nullopt;
  if (pixels.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {
    return std::nullopt;
  }
  const ZXing::ImageView view{pixels.data(), width, height, ZXing::ImageFormat::Lum};
  return host::text_by_child([&] { return text_in(view); }, looked_at_max);
}

}  // namespace kith::web
