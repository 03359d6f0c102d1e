#include "transport/control_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"

namespace kith::transport {
namespace {

constexpr std::size_t status_digits = 3;
constexpr std::string_view line_end = "\r\n";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_shown(char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); }

std::optional<std::uint16_t> status_of(std::string_view line) {
  if (line.size() <= status_digits || !std::ranges::all_of(line.substr(0, status_digits), is_digit))
    return std::nullopt;
  const auto digit = [&](std::size_t at) { return static_cast<std::uint16_t>(line[at] - '0'); };
  const auto status = static_cast<std::uint16_t>(digit(0) * 100 + digit(1) * 10 + digit(2));
  if (status < 200 || status > 699) return std::nullopt;
  return status;
}

char unescaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    default:
      return c;
  }
}

// The text between quotes; `rest` begins behind the first one and then behind the last one.
// Escapes by octal numbers are left as they are: what we read has none that matter.
std::optional<std::string> quoted(std::string_view& rest) {
  std::string text;
  while (!rest.empty()) {
    const char c = rest.front();
    rest.remove_prefix(1);
    if (c == '"') return text;
    if (c == '\\') {
      if (rest.empty()) return std::nullopt;
      text.push_back(unescaped(rest.front()));
      rest.remove_prefix(1);
    } else {
      text.push_back(c);
    }
  }
  return std::nullopt;
}

}  // namespace

ControlReader::Done ControlReader::feed(ByteView bytes) {
  if (failed_) return Fail{*failed_};
  const auto fail = [&](ControlError why) {
    rest_.clear();
    replies_.clear();
    failed_ = why;
    return Fail{why};
  };
  rest_ += as_text(bytes);
  std::size_t begin = 0;
  for (auto end = rest_.find(line_end); end != std::string::npos;
       end = rest_.find(line_end, begin)) {
    if (end - begin > control_line_bytes_max) return fail(ControlError::too_long);
    if (const auto read = line(std::string_view{rest_}.substr(begin, end - begin)); !read) {
      return fail(read.error());
    }
    begin = end + line_end.size();
  }
  rest_.erase(0, begin);
  if (rest_.size() > control_line_bytes_max + 1) return fail(ControlError::too_long);
  return {};
}

ControlReader::Done ControlReader::line(std::string_view text) {
  begun_bytes_ += text.size() + line_end.size();
  if (begun_bytes_ > control_reply_bytes_max) return Fail{ControlError::too_long};
  if (in_data_) {
    in_data_ = text != ".";
    return {};
  }
  return reply_line(text);
}

ControlReader::Done ControlReader::reply_line(std::string_view text) {
  const auto status = status_of(text);
  if (!status || !std::ranges::all_of(text, is_shown)) return Fail{ControlError::malformed};
  const char separator = text[status_digits];
  const bool goes_on = separator == '-' || separator == '+';
  if (!goes_on && separator != ' ') return Fail{ControlError::malformed};
  // An event never comes in the middle of a reply.
  if (!begun_.lines.empty() && begun_.is_event() != (*status / 100 == 6)) {
    return Fail{ControlError::malformed};
  }
  begun_.status = *status;
  begun_.lines.emplace_back(text.substr(status_digits + 1));
  in_data_ = separator == '+';
  if (goes_on) return {};
  if (replies_.size() >= control_replies_max) return Fail{ControlError::too_long};
  replies_.push_back(std::exchange(begun_, {}));
  begun_bytes_ = 0;
  return {};
}

std::optional<ControlReply> ControlReader::next() {
  if (replies_.empty()) return std::nullopt;
  auto reply = std::move(replies_.front());
  replies_.pop_front();
  return reply;
}

std::optional<std::vector<std::string>> control_words(std::string_view line) {
  std::vector<std::string> words;
  while (!line.empty()) {
    if (line.front() == ' ') {
      line.remove_prefix(1);
      continue;
    }
    std::string word;
    while (!line.empty() && line.front() != ' ') {
      const char c = line.front();
      line.remove_prefix(1);
      if (c != '"') {
        word.push_back(c);
        continue;
      }
      const auto text = quoted(line);
      if (!text) return std::nullopt;
      word += *text;
    }
    words.push_back(std::move(word));
  }
  return words;
}

std::optional<std::string> control_field(std::string_view line, std::string_view key) {
  const auto words = control_words(line);
  if (!words) return std::nullopt;
  const auto front = std::string{key} + "=";
  const auto found =
      std::ranges::find_if(*words, [&](const auto& word) { return word.starts_with(front); });
  if (found == words->end()) return std::nullopt;
  return found->substr(front.size());
}

}  // namespace kith::transport
