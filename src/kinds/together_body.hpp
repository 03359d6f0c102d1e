// What bodies say of being together for a while: until when one takes part in a juncture, that a
// circle goes on from another, who signed a text on paper, who somebody was before they lost all;
// and, in the self log, whom one recognises. Plain values and their form; refuses to know who said
// them, and to believe them.
// Source: docs/protocol.md §3.7; docs/kinds.md.
#pragma once

#include "base/bytes.hpp"
#include "kinds/body_fields.hpp"

namespace kith::kinds {

/// Its author takes part in this circle until then, for themself alone.
struct TakingPart {
  WallTime until;
  std::optional<std::string> words;
  std::vector<Reference> instead;  // own earlier words that it takes the place of; ascending
  bool operator==(const TakingPart&) const = default;
};

/// This circle goes on from another, whose logs stay where they are.
struct ReForm {
  CircleId from;
  std::optional<std::string> words;
  bool operator==(const ReForm&) const = default;
};

/// Names that stood under that version's text on paper, typed in by the author: their testimony,
/// and nobody else's word.
struct Paper {
  Link version;
  std::vector<std::string> names;  // ascending
  std::optional<WallTime> at;
  std::optional<std::string> words;
  bool operator==(const Paper&) const = default;
};

/// Its author says that they were somebody, before they lost their keys. A claim.
struct IWas {
  std::string name;
  std::optional<PersonId> person;
  std::optional<std::string> words;
  bool operator==(const IWas&) const = default;
};

/// I hold one person for another whom I knew, or no more. In the self log only.
struct Recognition {
  PersonId person;
  PersonId was;
  bool recognised{};
  bool operator==(const Recognition&) const = default;
};

void put(wire::CborWriter& out, const TakingPart& body);
void put(wire::CborWriter& out, const ReForm& body);
void put(wire::CborWriter& out, const Paper& body);
void put(wire::CborWriter& out, const IWas& body);
void put(wire::CborWriter& out, const Recognition& body);

[[nodiscard]] std::optional<TakingPart> taking_part_of(const Fields& fields);
[[nodiscard]] std::optional<ReForm> re_form_of(const Fields& fields);
[[nodiscard]] std::optional<Paper> paper_of(const Fields& fields);
[[nodiscard]] std::optional<IWas> i_was_of(const Fields& fields);
[[nodiscard]] std::optional<Recognition> recognition_of(const Fields& fields);

}  // namespace kith::kinds
