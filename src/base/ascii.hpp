// Letters and digits of ASCII, whatever the locale says. Knows no other alphabet: what people write
// is Unicode's affair.
#pragma once

namespace kith {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_letter_or_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace kith
