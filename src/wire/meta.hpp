// What an entry says about itself to those who can open it: when, what kind, to what it refers, who
// hears it. Knows the form; refuses to know whether any of it is true.
//
//   {0: time, 1: kind, 2: references, 3: audience, 4: certificate, 5: prekeys, 6: past given} ‖
//   zeros
//
// Source: docs/protocol.md §3.5.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/count.hpp"
#include "base/time.hpp"
#include "wire/audience_list.hpp"

namespace kith::wire {

/// A kind of ours by number, or a circle's own by name.
using Kind = std::variant<std::uint64_t, std::string>;

/// Earlier entries of one log, handed over to someone on purpose.
struct PastGiven {
  PersonId person;
  LogId log;
  Seq first;
  Seq last;
  bool operator==(const PastGiven&) const = default;
};

/// Who hears, and the papers of the author: they always come together.
struct AudienceStatement {
  AudienceList audience;
  ByteVec certificate;           // §2.4, not verified here
  std::vector<ByteVec> prekeys;  // §2.5, not verified here
  bool operator==(const AudienceStatement&) const = default;
};

struct Meta {
  WallTime time;
  Kind kind{std::uint64_t{0}};
  std::vector<Reference> references;
  std::optional<AudienceStatement> statement;
  std::vector<PastGiven> past;
  bool operator==(const Meta&) const = default;
};

/// The plaintext, padded with zeros to a multiple of 16 bytes.
/// Requires: within the limits of docs/protocol.md §3.5; `time` not before 1970.
[[nodiscard]] ByteVec encode_meta(const Meta& meta);

/// Errors: malformed for whatever is not exactly such a plaintext. Unknown keys are passed over.
[[nodiscard]] Result<Meta, RecordError> decode_meta(ByteView plaintext);

}  // namespace kith::wire
