#include "web/http.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/check.hpp"

namespace kith::web {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::size_t length_digits_max = 18;  // fits 64 bits

// tchar of RFC 9110 §5.6.2.
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_letter_or_digit(c) ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
  });
}

bool is_value(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

bool is_target(std::string_view text) {
  return text.starts_with('/') &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
}

std::string lower(std::string_view text) {
  std::string made{text};
  for (auto& c : made) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return made;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// What stands before the mark; text keeps what follows it.
std::string_view cut_off(std::string_view& text, std::string_view mark) {
  const auto end = text.find(mark);
  const auto part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + mark.size());
  return part;
}

std::optional<Malformed> read_request_line(std::string_view line, RequestHead& head) {
  const auto method = cut_off(line, " ");
  const auto target = cut_off(line, " ");
  if (!is_token(method) || !is_target(target)) return Malformed::request_line;
  if (target.size() > target_bytes_max) return Malformed::too_long;
  const bool is_version = line.size() == 8 && line.starts_with("HTTP/") && line[6] == '.';
  if (!is_version) return Malformed::request_line;
  if (line != "HTTP/1.1") return Malformed::version;
  head.method = method;
  head.path = target.substr(0, target.find('?'));
  return std::nullopt;
}

// A header that is there twice means two things; none that a browser sends may be.
std::optional<Malformed> read_header(std::string_view line, RequestHead& head) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return Malformed::header;
  const auto name = line.substr(0, colon);
  const auto value = trimmed(line.substr(colon + 1));
  if (!is_token(name) || !is_value(value)) return Malformed::header;
  if (!head.headers.try_emplace(lower(name), value).second) return Malformed::header;
  if (head.headers.size() > headers_max) return Malformed::header;
  return std::nullopt;
}

// How the body comes, and whether another request may follow it.
std::optional<Malformed> read_framing(RequestHead& head) {
  if (!head.has("host")) return Malformed::no_host;
  if (head.has("transfer-encoding")) return Malformed::chunked;
  if (head.has("expect")) return Malformed::expectation;
  if (head.has("content-length")) {
    const auto length = head.header("content-length");
    const bool digits = std::ranges::all_of(length, is_digit);
    if (length.empty() || length.size() > length_digits_max || !digits) {
      return Malformed::body_length;
    }
    for (const char c : length) {
      head.body_bytes = head.body_bytes * 10 + static_cast<std::uint64_t>(c - '0');
    }
  }
  head.stays_open = lower(head.header("connection")).find("close") == std::string::npos;
  return std::nullopt;
}

}  // namespace

std::string_view RequestHead::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view{} : found->second;
}

std::string_view RequestHead::content_type() const {
  const auto value = header("content-type");
  return trimmed(value.substr(0, value.find(';')));
}

Result<RequestHead, Malformed> parse_head(std::string_view text) {
  RequestHead head;
  if (const auto wrong = read_request_line(cut_off(text, line_end), head)) return Fail{*wrong};
  while (!text.empty()) {
    if (const auto wrong = read_header(cut_off(text, line_end), head)) return Fail{*wrong};
  }
  if (const auto wrong = read_framing(head)) return Fail{*wrong};
  return head;
}

void RequestReader::feed(ByteView bytes) {
  heard_.insert(heard_.end(), bytes.begin(), bytes.end());
}

// Where nothing is left the memory is given back, and wiped with it.
void RequestReader::take_off(std::size_t bytes) {
  heard_.erase(heard_.begin(), heard_.begin() + static_cast<std::ptrdiff_t>(bytes));
  if (heard_.empty()) heard_ = crypto::WipedBytes{};
}

Result<std::optional<RequestHead>, Malformed> RequestReader::next() {
  check(body_is_whole());
  const auto text = as_text(heard_);
  const auto end = text.find(head_end, searched_);
  const bool is_whole = end != std::string::npos;
  if ((is_whole ? end + head_end.size() : heard_.size()) > head_bytes_max) {
    return Fail{Malformed::too_long};
  }
  if (!is_whole) {
    searched_ = heard_.size() - std::min(heard_.size(), head_end.size() - 1);
    return std::optional<RequestHead>{};
  }
  auto head = parse_head(text.substr(0, end));
  if (!head) return Fail{head.error()};
  take_off(end + head_end.size());
  searched_ = 0;
  body_left_ = head->body_bytes;
  return std::optional{std::move(*head)};
}

crypto::WipedBytes RequestReader::take_body() {
  const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(body_left_, heard_.size()));
  const auto part = ByteView{heard_}.first(bytes);
  crypto::WipedBytes body{part.begin(), part.end()};
  take_off(bytes);
  body_left_ -= bytes;
  return body;
}

}  // namespace kith::web
