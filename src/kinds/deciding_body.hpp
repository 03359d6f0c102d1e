// What bodies of deciding say: a proposal, where someone stands with it, who goes along with its
// exact text, and how a circle likes to go about it. Plain values and their form; refuses to know
// who said them. Nothing here counts, closes or decides.
// Source: docs/protocol.md §3.7; docs/kinds.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "kinds/body_fields.hpp"

namespace kith::kinds {

/// A text, and those whom it concerns. Whether it amends another is in what its entry refers to.
struct Proposal {
  std::string text;
  std::optional<std::string> title;
  std::vector<PersonId> concerns;  // ascending
  bool operator==(const Proposal&) const = default;
};

/// Positions that this version knows; others are kept and shown by their number.
enum class Position : std::uint64_t {
  with_it = 0,
  with_it_but = 1,
  stands_aside = 2,
  cannot_live_with_it = 3,
};

/// Where its author stands with one exact version, in words of their own.
struct Stance {
  Link version;
  std::uint64_t position{};  // Position, or one from the future
  std::optional<std::string> words;
  std::vector<Reference> instead;  // own earlier ones that it takes the place of; ascending
  bool operator==(const Stance&) const = default;
};

/// Its author goes along with one exact version, which binds them alone; or steps out again.
struct Agreement {
  Link version;
  bool goes_along{};
  std::optional<std::string> words;
  std::vector<Reference> instead;
  bool operator==(const Agreement&) const = default;
};

/// How its author's circle likes to go about something: it guides, and enforces nothing. An empty
/// text: its author keeps it no more.
struct Practice {
  std::string name;
  std::string text;
  std::vector<std::string> prompts;
  std::vector<Reference> instead;
  bool operator==(const Practice&) const = default;
};

void put(wire::CborWriter& out, const Proposal& body);
void put(wire::CborWriter& out, const Stance& body);
void put(wire::CborWriter& out, const Agreement& body);
void put(wire::CborWriter& out, const Practice& body);

[[nodiscard]] std::optional<Proposal> proposal_of(const Fields& fields);
[[nodiscard]] std::optional<Stance> stance_of(const Fields& fields);
[[nodiscard]] std::optional<Agreement> agreement_of(const Fields& fields);
[[nodiscard]] std::optional<Practice> practice_of(const Fields& fields);

}  // namespace kith::kinds
