#include "crypto/base32.hpp"

namespace kith::crypto {
namespace {

constexpr unsigned letter_bits = 5;
constexpr unsigned byte_bits = 8;

// 1 where low <= value <= high, else 0. Requires: all of them are far below 2^31.
constexpr unsigned is_within(unsigned low, unsigned value, unsigned high) {
  return 1U ^ (((value - low) | (high - value)) >> 31U);
}

// a to z, then 2 to 7.
constexpr char letter_of(unsigned value) {
  return static_cast<char>('a' + value - is_within(26, value, 31) * ('a' + 26U - '2'));
}

constexpr unsigned no_letter = 0x100;
constexpr unsigned value_of(char letter) {
  const unsigned code = static_cast<unsigned char>(letter);
  const auto small = is_within('a', code, 'z');
  const auto digit = is_within('2', code, '7');
  return small * (code - 'a') + digit * (code - '2' + 26U) + (1U - small - digit) * no_letter;
}

}  // namespace

std::string to_base32(ByteView bytes) {
  std::string text;
  unsigned held = 0;
  unsigned bits = 0;
  const auto put = [&] { text.push_back(letter_of(held >> (bits - letter_bits) & 31U)); };
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
  unsigned seen = 0;
  for (const auto letter : text) {
    const auto value = value_of(letter);
    seen |= value;
    held = (held << letter_bits | (value & 31U)) & 0xfffU;
    bits += letter_bits;
    if (bits < byte_bits) continue;
    bits -= byte_bits;
    bytes.push_back(static_cast<std::uint8_t>(held >> bits & 0xffU));
  }
  const bool is_shortest = bits < letter_bits && (held & ((1U << bits) - 1)) == 0;
  if (!is_shortest || seen >= no_letter) return std::nullopt;
  return bytes;
}

}  // namespace kith::crypto
