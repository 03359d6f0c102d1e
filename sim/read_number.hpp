// A number of the command line: all of the word, within what its type holds. Refuses to know what
// it counts.
#pragma once

#include <charconv>
#include <string_view>

namespace kith::sim {

/// False: it is none, and `into` may have changed.
template <class Number>
[[nodiscard]] bool read_number(std::string_view word, Number& into) {
  const auto* end = word.data() + word.size();
  const auto [stopped, error] = std::from_chars(word.data(), end, into);
  return error == std::errc{} && stopped == end;
}

}  // namespace kith::sim
