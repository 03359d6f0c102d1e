// What bodies say, kind by kind, as plain values. Knows each kind's own form; refuses to know who
// said it, to whom, or what follows from it.
// Source: docs/protocol.md §3.7.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/bytes.hpp"
#include "base/count.hpp"
#include "base/time.hpp"

namespace kith::kinds {

/// The numbers of the kinds that this version knows.
enum class KindNumber : std::uint64_t {
  nothing = 0,
  message = 1,
  quote = 2,
  circle_name = 32,
  person_name = 33,
  tombstone = 34,
  include = 35,
  part = 36,
};

struct Message {
  std::string text;
  bool operator==(const Message&) const = default;
};

/// Brought along from elsewhere by the entry's author, who vouches for nothing in it.
struct Quote {
  std::string text;
  std::optional<std::string> who;
  std::optional<std::string> when;  // as the source has it
  std::optional<std::string> source;
  bool operator==(const Quote&) const = default;
};

struct CircleName {
  CircleId circle;
  std::string text;
  bool operator==(const CircleName&) const = default;
};

struct PersonName {
  PersonId person;
  std::string text;
  bool operator==(const PersonName&) const = default;
};

struct Tombstone {
  LogId log;
  Seq seq;
  bool operator==(const Tombstone&) const = default;
};

struct Include {
  CircleId circle;
  PersonId person;
  std::optional<WallTime> until;
  bool operator==(const Include&) const = default;
};

struct Part {
  CircleId circle;
  PersonId person;
  bool operator==(const Part&) const = default;
};

using Body = std::variant<Message, Quote, CircleName, PersonName, Tombstone, Include, Part>;

[[nodiscard]] KindNumber kind_of(const Body& body);

/// A kind that this version knows.
[[nodiscard]] bool is_known(std::uint64_t kind);

/// The CBOR item. Requires: texts are UTF-8.
[[nodiscard]] ByteVec encode_body(const Body& body);

/// Nothing where the kind is unknown here, or the item is not of its form. Unknown keys are passed
/// over.
[[nodiscard]] std::optional<Body> decode_body(std::uint64_t kind, ByteView item);

}  // namespace kith::kinds
