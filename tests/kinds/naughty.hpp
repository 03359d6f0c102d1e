// Reads the published naughty strings, which come in Base64. Knows no test.
#pragma once

#include "tests/shared_data.hpp"

namespace kith::test {

/// Shape: standard Base64, padded; anything else ends it.
inline std::string from_base64(std::string_view coded) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : coded) {
    const auto digit = digits.find(c);
    if (digit == std::string_view::npos) break;
    held = held << 6 | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(static_cast<char>(held >> bits & 0xFF));
  }
  return bytes;
}

}  // namespace kith::test
