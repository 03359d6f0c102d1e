// What a tor says at its control port, cut into replies and the fields of their lines. The tor may
// lie: whatever is not of the form ends the reading. Refuses to know commands, and what a reply
// means.
//
//   250-KEY=value CRLF … 250+KEY= CRLF data CRLF … . CRLF … 250 OK CRLF
//
// Source: tor's control-spec §2.1 and §2.3.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace kith::transport {

inline constexpr std::size_t control_line_bytes_max = 16 * 1024;
inline constexpr std::size_t control_reply_bytes_max = 256 * 1024;  // its lines and data together
inline constexpr std::size_t control_replies_max = 256;             // read, and not taken yet

struct ControlReply {
  std::uint16_t status{};          // of its last line: 250 is yes, 650 an event
  std::vector<std::string> lines;  // at least one; without status and separator; data is left out
  [[nodiscard]] bool is_event() const { return status / 100 == 6; }
  bool operator==(const ControlReply&) const = default;
};

enum class ControlError {
  malformed,
  too_long,  // a line, a reply, or all that waits
};

class ControlReader {
 public:
  /// After an error nothing more is read.
  [[nodiscard]] Result<void, ControlError> feed(ByteView bytes);
  /// The oldest reply that was not taken yet.
  [[nodiscard]] std::optional<ControlReply> next();

 private:
  using Done = Result<void, ControlError>;
  [[nodiscard]] Done line(std::string_view text);
  [[nodiscard]] Done reply_line(std::string_view text);

  std::string rest_;  // the beginning of a line
  ControlReply begun_;
  std::size_t begun_bytes_{};
  bool in_data_{};
  std::deque<ControlReply> replies_;
  std::optional<ControlError> failed_;
};

/// The value of KEY=value among the words of a line; one in quotes without them and with its
/// escapes undone. Nothing where it is not there, or not of that form.
[[nodiscard]] std::optional<std::string> control_field(std::string_view line, std::string_view key);

/// Words of a line, quoted ones as control_field has them. Nothing where a quote does not end.
[[nodiscard]] std::optional<std::vector<std::string>> control_words(std::string_view line);

}  // namespace kith::transport
