#include "node/query.hpp"

#include <algorithm>

namespace kith::node {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string folded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_space(c)) {
      out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

void add_words(std::vector<std::string>& words, std::string_view text) {
  std::string word;
  for (const char c : text) {
    if (!is_space(c)) {
      word.push_back(c);
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
}

}  // namespace

Query query_of(std::string_view typed) {
  Query query;
  std::size_t at = 0;
  while (at < typed.size()) {
    const auto open = typed.find('"', at);
    const auto close = open == std::string_view::npos ? open : typed.find('"', open + 1);
    if (close == std::string_view::npos) {
      // A quote without its fellow is a slip of the finger.
      std::string rest{typed.substr(at)};
      std::ranges::replace(rest, '"', ' ');
      add_words(query.words, rest);
      break;
    }
    add_words(query.words, typed.substr(at, open - at));
    const auto inside = typed.substr(open + 1, close - open - 1);
    add_words(query.words, inside);
    if (auto phrase = folded(inside); !phrase.empty()) query.phrases.push_back(std::move(phrase));
    at = close + 1;
  }
  return query;
}

bool holds_phrases(std::string_view text, const std::vector<std::string>& phrases) {
  if (phrases.empty()) return true;
  const auto whole = folded(text);
  return std::ranges::all_of(phrases, [&](const std::string& phrase) {
    return whole.find(folded(phrase)) != std::string::npos;
  });
}

}  // namespace kith::node
