// The first line of every small file of ours: what it is, and the version of its form. Refuses to
// know what follows.
#pragma once

#include <string_view>

#include "base/bytes.hpp"

namespace kith::host {

enum class VersionLine {
  ours,     // version 1
  newer,    // the same title with a greater number
  foreign,  // anything else
};

/// Reads `title`, a decimal number without leading zeros and a line feed. Titles end in a space.
[[nodiscard]] inline VersionLine version_line(ByteView file, std::string_view title) {
  constexpr std::size_t digits_max = 9;
  const auto text = as_text(file);
  if (!text.starts_with(title)) {
    return VersionLine::foreign;
  }
  const auto number = text.substr(title.size(), digits_max + 1);
  const auto digits = number.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos || number[digits] != '\n' ||
      number.front() == '0') {
    return VersionLine::foreign;
  }
  return number.substr(0, digits) == "1" ? VersionLine::ours : VersionLine::newer;
}

}  // namespace kith::host
