#include "node/words.hpp"

#include <algorithm>

#include "crypto/hash.hpp"

namespace kith::node {

std::string proquint(std::uint16_t value) {
  constexpr std::string_view consonants = "bdfghjklmnprstvz";
  constexpr std::string_view vowels = "aiou";
  std::string word;
  word.push_back(consonants[value >> 12 & 15]);
  word.push_back(vowels[value >> 10 & 3]);
  word.push_back(consonants[value >> 6 & 15]);
  word.push_back(vowels[value >> 4 & 3]);
  word.push_back(consonants[value & 15]);
  return word;
}

std::string words_between(const PersonId& one, const PersonId& other) {
  constexpr std::size_t count = 5;
  const auto [smaller, greater] = std::minmax(one, other);
  const auto digest =
      crypto::hash<Bytes<struct WordsTag, 32>>("kith/1 words", {smaller.view(), greater.view()});
  std::string words;
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = static_cast<std::uint16_t>(digest.raw[2 * i] << 8 | digest.raw[2 * i + 1]);
    words += (i == 0 ? "" : " ") + proquint(value);
  }
  return words;
}

}  // namespace kith::node
