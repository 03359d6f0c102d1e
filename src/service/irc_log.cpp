#include "service/irc_log.hpp"

#include <algorithm>
#include <charconv>

#include "base/ascii.hpp"
#include "base/limits.hpp"
#include "wire/cbor.hpp"
#include "wire/padme.hpp"

namespace kith::service {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
  }
  return lines;
}

std::string as_utf8(std::string_view line) {
  if (wire::is_utf8(as_bytes(line))) return std::string{line};
  std::string text;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text.push_back(c);
    } else {
      text.push_back(static_cast<char>(0xc0 | byte >> 6));
      text.push_back(static_cast<char>(0x80 | (byte & 0x3f)));
    }
  }
  return text;
}

// Up to that mark, and the space behind it where there is one.
void pass_over(std::string_view& line, std::size_t mark) {
  line.remove_prefix(mark + 1);
  if (line.starts_with(' ')) line.remove_prefix(1);
}

// Takes "[03:21] " or "[03:21:59] " from the front.
std::optional<std::string> take_time(std::string_view& line) {
  const auto close = line.find(']');
  const bool sized = line.starts_with('[') && (close == 6 || close == 9);
  if (!sized) return std::nullopt;
  const auto inside = line.substr(1, close - 1);
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (i % 3 == 2 ? inside[i] != ':' : !is_digit(inside[i])) return std::nullopt;
  }
  pass_over(line, close);
  return std::string{inside};
}

// Takes "<nick> " from the front.
std::optional<std::string> take_nick(std::string_view& line) {
  const auto close = line.find('>');
  if (!line.starts_with('<') || close == std::string_view::npos || close < 2) return std::nullopt;
  auto nick = std::string{line.substr(1, close - 1)};
  pass_over(line, close);
  return nick;
}

kinds::Quote quote_of(const std::string& line, const std::string& source) {
  kinds::Quote quote;
  std::string_view rest = line;
  quote.when = take_time(rest);
  if (quote.when) quote.who = take_nick(rest);
  quote.text = rest;
  quote.source = source;
  return quote;
}

std::optional<std::size_t> take_number(std::string_view& rest) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  if (error != std::errc{}) return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  if (!rest.starts_with(' ')) return std::nullopt;
  rest.remove_prefix(1);
  return value;
}

}  // namespace

Outcome<std::vector<node::Brought>> read_irc(std::string_view log, const std::string& source) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (log.starts_with(byte_order_mark)) log.remove_prefix(byte_order_mark.size());
  std::vector<node::Brought> brought;
  for (const auto line : lines_of(log)) {
    node::Brought one{quote_of(as_utf8(line), source), {}};
    if (wire::padded_body_size(kinds::encode_body(one.quote).size()) > limits::body_bytes_max) {
      return refuse("line_too_long", "Line " + std::to_string(brought.size() + 1) +
                                         " is longer than an entry holds; nothing was imported.");
    }
    brought.push_back(std::move(one));
  }
  return brought;
}

Outcome<void> read_answers(std::string_view answers, std::vector<node::Brought>& brought) {
  std::size_t number = 0;
  for (auto line : lines_of(answers)) {
    ++number;
    while (line.ends_with(' ')) line.remove_suffix(1);  // as real files have them
    if (line.empty()) continue;
    const auto one = take_number(line);
    const auto other = take_number(line);
    if (!one || !other || line != "-" || std::max(*one, *other) >= brought.size()) {
      return refuse(
          "bad_answers_file",
          "Line " + std::to_string(number) +
              " of the answers is not \"A B -\" with numbers of lines of the log, from 0; nothing "
              "was imported.");
    }
    // Nothing can answer what comes after it, so the later of the two is the answer.
    const auto [earlier, later] = std::minmax(*one, *other);
    auto& known = brought[later].answers;
    const bool fresh = earlier != later && std::ranges::count(known, earlier) == 0;
    if (fresh && known.size() < limits::references_max) known.push_back(earlier);
  }
  return {};
}

}  // namespace kith::service
