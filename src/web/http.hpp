// HTTP/1.1 as a server reads it (RFC 9112), without sockets: bytes in, heads and bodies out, in
// pieces of any size. Strict where strictness costs no browser anything: what could be read in two
// ways is malformed. Refuses to know what is asked for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/wiped_bytes.hpp"

namespace kith::web {

inline constexpr std::size_t head_bytes_max = 16 * 1024;  // with the empty line that ends it
inline constexpr std::size_t target_bytes_max = 2048;
inline constexpr std::size_t headers_max = 64;

/// Each ends the connection: where the next request begins is not known any more.
enum class Malformed {
  too_long,      // the head, or what it asks for
  request_line,  // other than METHOD /TARGET HTTP/N.N
  version,       // other than HTTP/1.1
  header,        // not NAME: VALUE, one that stands there twice, or too many
  no_host,
  body_length,  // no number, or of more than 18 digits
  chunked,      // a body of unknown length
  expectation,  // Expect: nobody here answers before the body is there
};

struct RequestHead {
  std::string method;
  std::string path;  // begins with /, as it came; without what follows a ?
  std::map<std::string, std::string> headers;  // names in lower case, values trimmed
  std::uint64_t body_bytes{};
  bool stays_open{true};

  /// Empty where it is not there; `has` tells that from an empty value.
  [[nodiscard]] std::string_view header(const std::string& name) const;
  [[nodiscard]] bool has(const std::string& name) const { return headers.contains(name); }
  /// Of what the body is, without parameters.
  [[nodiscard]] std::string_view content_type() const;
};

/// Shape: all of a head, without the empty line.
[[nodiscard]] Result<RequestHead, Malformed> parse_head(std::string_view head);

/// Requests, one after the other.
class RequestReader {
 public:
  void feed(ByteView bytes);
  /// The next head, once, when all of it is there. Requires: the body before it was taken.
  [[nodiscard]] Result<std::optional<RequestHead>, Malformed> next();
  /// What came of the body since it was last taken.
  [[nodiscard]] crypto::WipedBytes take_body();
  [[nodiscard]] bool body_is_whole() const { return body_left_ == 0; }
  /// Something of a request is there already.
  [[nodiscard]] bool is_in_the_middle() const { return body_left_ > 0 || !heard_.empty(); }

 private:
  void take_off(std::size_t bytes);

  crypto::WipedBytes heard_;  // a body may hold a passphrase
  std::size_t searched_{};    // so far no head ends
  std::uint64_t body_left_{};
};

}  // namespace kith::web
