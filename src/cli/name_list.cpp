#include "cli/name_list.hpp"

#include <algorithm>

namespace kith::cli {
namespace {

std::string_view without_spaces_around(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

// A quote that is not closed is one of the name.
std::string_view without_quotes(std::string_view text) {
  const bool quoted = text.size() > 1 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

// Where the first of the names ends: at a comma that stands in no quotes.
std::size_t end_of_first(std::string_view typed) {
  const auto begin = std::min(typed.find_first_not_of(' '), typed.size());
  if (typed.substr(begin).starts_with('"')) {
    for (auto quote = typed.find('"', begin + 1); quote != std::string_view::npos;
         quote = typed.find('"', quote + 1)) {
      const auto next = typed.find_first_not_of(' ', quote + 1);
      if (next == std::string_view::npos) return typed.size();
      if (typed[next] == ',') return next;
    }
  }
  return std::min(typed.find(','), typed.size());
}

}  // namespace

std::vector<std::string> names_typed(std::string_view typed) {
  std::vector<std::string> names;
  while (!typed.empty()) {
    const auto end = end_of_first(typed);
    names.emplace_back(without_quotes(without_spaces_around(typed.substr(0, end))));
    typed.remove_prefix(std::min(end + 1, typed.size()));
  }
  return names;
}

}  // namespace kith::cli
