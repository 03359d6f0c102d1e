// What bodies of promising say: what somebody asks, what somebody promises, and what becomes of it
// by the word of who promised. Nobody can be given a task. Plain values and their form; refuses to
// know who said them, and how it went.
// Source: docs/protocol.md §3.7; docs/kinds.md.
#pragma once

#include "base/bytes.hpp"
#include "kinds/body_fields.hpp"

namespace kith::kinds {

/// A wish, which nobody has to answer.
struct Ask {
  std::string text;
  std::vector<PersonId> of;  // whom it is put to, ascending; empty: whoever hears it
  std::optional<WallTime> by;
  std::vector<std::string> tags;  // ascending
  bool operator==(const Ask&) const = default;
};

struct Promise {
  std::string text;
  std::vector<PersonId> to;  // for whom, ascending; empty: whoever hears it
  std::optional<WallTime> by;
  std::vector<std::string> tags;
  bool operator==(const Promise&) const = default;
};

/// What a turn says; others are kept and shown by their number.
enum class Turning : std::uint64_t { changed = 0, withdrawn = 1, kept = 2 };

/// What became of a promise, as who promised says: changed to other words or another day, taken
/// back, or done.
struct Turn {
  Link promise;
  std::uint64_t turning{};  // Turning, or one from the future
  std::optional<std::string> words;
  std::vector<Reference> instead;   // own earlier turns that it takes the place of; ascending
  std::optional<std::string> text;  // changed: what is promised now
  std::optional<WallTime> by;       // changed: by when; nothing: with no day
  bool operator==(const Turn&) const = default;
};

void put(wire::CborWriter& out, const Ask& body);
void put(wire::CborWriter& out, const Promise& body);
void put(wire::CborWriter& out, const Turn& body);

[[nodiscard]] std::optional<Ask> ask_of(const Fields& fields);
[[nodiscard]] std::optional<Promise> promise_of(const Fields& fields);
[[nodiscard]] std::optional<Turn> turn_of(const Fields& fields);

}  // namespace kith::kinds
