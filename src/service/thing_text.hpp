// What an entry of a thing's own kind says, as a sentence after its author's name, and how things
// and positions are called. Knows the words of people's kinds; refuses to fold them.
#pragma once

#include "service/names.hpp"

namespace kith::service {

/// "message", "proposal", …; a circle's own kind by its text; "kind 99" where it is not known.
[[nodiscard]] std::string kind_name(const wire::Kind& kind);

/// "with it", "with it, but", "stands aside", "cannot live with it"; or a number from the future.
[[nodiscard]] std::string position_text(std::uint64_t position);
/// As above, or short: with, but, aside, cannot.
[[nodiscard]] std::optional<kinds::Position> position_of(std::string_view text);

/// "changed", "withdrawn", "kept"; or a number from the future.
[[nodiscard]] std::string turning_text(std::uint64_t turning);

/// "changed", "called off"; or a number from the future.
[[nodiscard]] std::string event_turning_text(std::uint64_t turning);
/// "Sat 5 Dec 2026 18:00 (Europe/Madrid) to 20:00"
[[nodiscard]] std::string when_text(const kinds::Event& event);

/// Its title, else the beginning of its text.
[[nodiscard]] std::string title_of(const kinds::Proposal& proposal);

/// {"id", "kind", "title", "forgotten", "author", "author_id"} of an entry that others speak of;
/// null where it is not seen here.
[[nodiscard]] Json about_json(OpenHome& home, const Reference& entry);

/// "is with “Water the beds”"; empty where the entry is no thing that is known here.
[[nodiscard]] std::string sentence_of(OpenHome& home, const node::ShownEntry& entry);
/// What it is about, where it speaks of another entry.
[[nodiscard]] std::optional<Reference> about(const kinds::Body& body);
/// What its author typed, but for titles.
[[nodiscard]] std::string text_of(const node::ShownEntry& entry);

}  // namespace kith::service
