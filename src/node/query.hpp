// What a person typed into the search, cut into words and phrases. Knows quotes and stars only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::node {

struct Query {
  std::vector<std::string> words;    // all of them, those of phrases too; a star at the end stays
  std::vector<std::string> phrases;  // to be found as they stand, but for case and spaces
};

[[nodiscard]] Query query_of(std::string_view typed);

/// True where every phrase stands in `text`: ASCII case and runs of spaces do not count.
[[nodiscard]] bool holds_phrases(std::string_view text, const std::vector<std::string>& phrases);

}  // namespace kith::node
