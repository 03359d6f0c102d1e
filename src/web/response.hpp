// What the page's server answers: a code, what it is, and the bytes; written with the headers that
// keep a browser from doing anything else with it. Refuses to know why.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "service/answer.hpp"

namespace kith::web {

enum class Code {
  ok = 200,
  not_modified = 304,
  bad_request = 400,
  not_entered = 401,
  forbidden = 403,
  not_found = 404,
  wrong_method = 405,
  refused = 409,
  too_large = 413,
  wrong_type = 415,
  misdirected = 421,
  locked = 423,
  too_often = 429,
};

/// What one looks at until it ends, or an answer that others follow on the same connection.
enum class Connection { stays_open, closes };

/// A body that is not held in memory: so many bytes, asked for as the other side takes them.
struct Rest {
  std::uint64_t bytes{};
  std::function<ByteVec()> piece;  // empty before the end: it cannot go on, and the connection ends
};

struct Response {
  Code code{Code::ok};
  std::string content_type;  // empty: there is no body
  ByteVec body;
  std::vector<std::pair<std::string, std::string>> headers;  // ours alone: never from outside
  bool goes_on{};              // more is sent, until the connection ends: its length is not known
  std::optional<Rest> rest{};  // what follows the body
};

/// What stands before the body.
[[nodiscard]] ByteVec head_of(const Response& response, Connection connection);

[[nodiscard]] Response json_response(const service::Json& json, Code code = Code::ok);
/// {"sentence": "…", "code": "…"}
[[nodiscard]] Response fault_response(Code code, const std::string& sentence,
                                      service::FaultCode named);
[[nodiscard]] Response answer_response(const service::Answer& answer);

/// Letters, digits and -._~ as they are, every other byte as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace kith::web
