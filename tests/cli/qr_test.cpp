// A card as a QR code: what the pictures show is what libqrencode says, module for module.
#include "cli/qr.hpp"

#include <gtest/gtest.h>
#include <png.h>
#include <qrencode.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace kith::cli {
namespace {

const std::string card = "kith:" + std::string(700, 'a') + "0123456789";
constexpr int quiet = 4;

struct Picture {
  int side{};
  ByteVec pixels;
};

Picture read_png(const ByteVec& png) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  EXPECT_NE(png_image_begin_read_from_memory(&image, png.data(), png.size()), 0);
  EXPECT_EQ(image.width, image.height);
  image.format = PNG_FORMAT_GRAY;
  Picture picture{static_cast<int>(image.width), ByteVec(PNG_IMAGE_SIZE(image))};
  EXPECT_NE(png_image_finish_read(&image, nullptr, picture.pixels.data(), 0, nullptr), 0);
  return picture;
}

TEST(Qr, the_picture_shows_every_module_with_a_quiet_zone_around_them) {
  const auto png = qr_png(card);
  ASSERT_TRUE(png.has_value());
  const auto picture = read_png(*png);
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
      QRcode_encodeString8bit(card.c_str(), 0, QR_ECLEVEL_L), &QRcode_free};
  ASSERT_EQ(picture.side, (code->width + 2 * quiet) * qr_pixels);
  for (int y = 0; y < picture.side; ++y) {
    for (int x = 0; x < picture.side; ++x) {
      const int row = y / qr_pixels - quiet;
      const int column = x / qr_pixels - quiet;
      const bool inside = row >= 0 && column >= 0 && row < code->width && column < code->width;
      const bool dark = inside && (code->data[row * code->width + column] & 1) != 0;
      ASSERT_EQ(picture.pixels[y * picture.side + x], dark ? 0 : 255) << x << ' ' << y;
    }
  }
}

TEST(Qr, the_drawing_has_two_rows_of_modules_in_a_line) {
  const auto drawing = qr_drawing(card);
  ASSERT_TRUE(drawing.has_value());
  const auto side = read_png(*qr_png(card)).side / qr_pixels;
  EXPECT_EQ(std::ranges::count(*drawing, '\n'), (side + 1) / 2);
}

TEST(Qr, a_text_longer_than_a_code_holds_has_none) {
  EXPECT_TRUE(qr_png(std::string(2900, 'a')).has_value());
  EXPECT_FALSE(qr_png(std::string(3000, 'a')).has_value());
  EXPECT_FALSE(qr_drawing(std::string(3000, 'a')).has_value());
}

}  // namespace
}  // namespace kith::cli
