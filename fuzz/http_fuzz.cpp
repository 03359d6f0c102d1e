// Requests to the page's server: in any pieces the same, never more than the limits, and what is
// written out again reads the same.
#include "fuzz/require.hpp"
#include "web/http.hpp"

using namespace kith;
using fuzz::require;

namespace {

void check_head(const web::RequestHead& head) {
  require(head.path.starts_with("/") && head.path.size() <= web::target_bytes_max);
  require(head.headers.size() <= web::headers_max && head.has("host"));
  std::string again = head.method + " " + head.path + " HTTP/1.1\r\n";
  for (const auto& header : head.headers) {
    require(header.second.find('\r') == std::string::npos);
    require(header.second.find('\n') == std::string::npos);
    again += header.first + ": " + header.second + "\r\n";
  }
  const auto read = web::parse_head(again.substr(0, again.size() - 2));
  require(read.has_value());
  require(read->method == head.method && read->path == head.path);
  require(read->headers == head.headers && read->body_bytes == head.body_bytes);
  require(read->stays_open == head.stays_open);
}

// What a server makes of a conversation, as text that can be compared.
std::string told_of(ByteView input, std::size_t piece) {
  web::RequestReader reader;
  std::string told;
  bool in_body = false;
  for (std::size_t at = 0; at < input.size(); at += piece) {
    reader.feed(input.subspan(at, std::min(piece, input.size() - at)));
    while (true) {
      if (in_body) told += as_text(reader.take_body());
      in_body = !reader.body_is_whole();
      if (in_body) break;
      const auto head = reader.next();
      if (!head) return told + "!" + std::to_string(static_cast<int>(head.error()));
      if (!*head) break;
      check_head(**head);
      told += "<" + (*head)->method + (*head)->path + ">";
      in_body = true;
    }
  }
  return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  // A head that is too long is found out a piece earlier or later; shorter ones never differ.
  const auto whole = told_of(input, std::max<std::size_t>(size, 1));
  if (size > web::head_bytes_max) return 0;
  require(told_of(input, 1) == whole);
  require(told_of(input, 7) == whole);
  return 0;
}
