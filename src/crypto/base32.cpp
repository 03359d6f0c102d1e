#include "crypto/base32.hpp"

namespace kith::crypto {
namespace {

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz234567";
constexpr unsigned letter_bits = 5;
constexpr unsigned byte_bits = 8;

}  // namespace

std::string to_base32(ByteView bytes) {
  std::string text;
  unsigned held = 0;
  unsigned bits = 0;
  const auto put = [&] { text.push_back(letters[held >> (bits - letter_bits) & 31U]); };
  for (const auto byte : bytes) {
    held = (held << byte_bits | byte) & 0xfffU;
    for (bits += byte_bits; bits >= letter_bits; bits -= letter_bits) put();
  }
  if (bits > 0) {
    held <<= letter_bits - bits;
    bits = letter_bits;
    put();
  }
  return text;
}

std::optional<ByteVec> from_base32(std::string_view text) {
  ByteVec bytes;
  unsigned held = 0;
  unsigned bits = 0;
  for (const auto letter : text) {
    const auto value = letters.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    held = (held << letter_bits | static_cast<unsigned>(value)) & 0xfffU;
    bits += letter_bits;
    if (bits < byte_bits) continue;
    bits -= byte_bits;
    bytes.push_back(static_cast<std::uint8_t>(held >> bits & 0xffU));
  }
  const bool is_shortest = bits < letter_bits && (held & ((1U << bits) - 1)) == 0;
  if (!is_shortest) return std::nullopt;
  return bytes;
}

}  // namespace kith::crypto
