// Codes as a camera may see them.
#include "web/qr_read.hpp"

#include <gtest/gtest.h>

#include "service/qr.hpp"

namespace kith::web {
namespace {

struct Picture {
  std::size_t width{};
  std::size_t height{};
  ByteVec pixels;

  [[nodiscard]] ByteVec bytes() const {
    ByteVec all{static_cast<std::uint8_t>(width >> 8), static_cast<std::uint8_t>(width),
                static_cast<std::uint8_t>(height >> 8), static_cast<std::uint8_t>(height)};
    all.insert(all.end(), pixels.begin(), pixels.end());
    return all;
  }
};

// Grey on light grey, in the middle of a larger picture.
Picture picture_of(const std::string& text, std::size_t scale) {
  const auto modules = service::qr_modules(text).value();
  const auto margin = 10 * scale;
  const auto side = modules.size() * scale + 2 * margin;
  Picture picture{side, side, ByteVec(side * side, 0xc0)};
  for (std::size_t y = 0; y < modules.size() * scale; ++y) {
    for (std::size_t x = 0; x < modules.size() * scale; ++x) {
      const bool dark = modules[y / scale][x / scale] == '1';
      picture.pixels[(y + margin) * side + x + margin] = dark ? 0x30 : 0xc0;
    }
  }
  return picture;
}

TEST(QrRead, a_card_of_usual_length_is_read) {
  std::string card = "kith:";
  while (card.size() < 900) card += "aZ09_-x";
  EXPECT_EQ(read_qr(picture_of(card, 4).bytes()), card);
  EXPECT_EQ(read_qr(picture_of("kith:short", 7).bytes()), "kith:short");
}

TEST(QrRead, turned_around_it_is_read_as_well) {
  auto picture = picture_of("kith:upside-down", 5);
  std::ranges::reverse(picture.pixels);
  EXPECT_EQ(read_qr(picture.bytes()), "kith:upside-down");
}

TEST(QrRead, letters_of_any_script_come_as_utf8) {
  EXPECT_EQ(read_qr(picture_of("Grüße, мир, 世界", 5).bytes()), "Grüße, мир, 世界");
}

TEST(QrRead, a_picture_without_a_code_says_nothing) {
  Picture grey{320, 240, ByteVec(320 * 240, 0x80)};
  EXPECT_EQ(read_qr(grey.bytes()), "");
  std::uint32_t noise = 7;
  for (auto& pixel : grey.pixels) {
    pixel = static_cast<std::uint8_t>((noise = noise * 1664525U + 1013904223U) >> 24);
  }
  EXPECT_EQ(read_qr(grey.bytes()), "");
}

TEST(QrRead, what_is_not_the_size_that_it_says_is_no_picture) {
  auto bytes = picture_of("kith:", 3).bytes();
  bytes.pop_back();
  EXPECT_EQ(read_qr(bytes), std::nullopt);
  for (const auto& odd : {ByteVec{}, ByteVec{0, 1}, ByteVec{0, 0, 0, 0}, ByteVec{0, 1, 0, 0},
                          ByteVec{0xff, 0xff, 0xff, 0xff, 1}}) {
    EXPECT_EQ(read_qr(odd), std::nullopt);
  }
  EXPECT_EQ(read_qr(ByteVec{0, 1, 0, 1, 7}), "");
  const Picture line{65535, 1, ByteVec(65535, 0)};
  EXPECT_EQ(read_qr(line.bytes()), "");
}

// Made so that looking at it takes minutes.
TEST(QrRead, a_picture_full_of_corners_of_codes_takes_no_longer_than_it_may) {
  constexpr std::size_t side = 1400;
  constexpr std::size_t module = 3;
  Picture picture{side, side, ByteVec(side * side, 0xff)};
  constexpr std::size_t step = 9 * module;
  for (std::size_t top = 0; top + step <= side; top += step) {
    for (std::size_t left = 0; left + step <= side; left += step) {
      for (std::size_t i = 0; i < 7 * module * 7 * module; ++i) {
        const auto x = i % (7 * module) / module;
        const auto y = i / (7 * module) / module;
        const bool ring = x == 0 || y == 0 || x == 6 || y == 6;
        const bool middle = x >= 2 && x <= 4 && y >= 2 && y <= 4;
        if (!ring && !middle) continue;
        picture.pixels[(top + i / (7 * module)) * side + left + i % (7 * module)] = 0;
      }
    }
  }
  EXPECT_EQ(read_qr(picture.bytes()), "");
}

}  // namespace
}  // namespace kith::web
