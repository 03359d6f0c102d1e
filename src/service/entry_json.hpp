// An entry as JSON: the fields that the command line, the socket and the page share.
#pragma once

#include "service/names.hpp"

namespace kith::service {

/// Null where there is none.
[[nodiscard]] Json time_json(const std::optional<WallTime>& time);
/// {"person", "name"}
[[nodiscard]] Json named_json(OpenHome& home, const PersonId& person);
[[nodiscard]] Json named_json(OpenHome& home, const std::vector<PersonId>& persons);
/// Long after its author claims to have written it: a local note, not part of what is said.
[[nodiscard]] bool arrived_late(OpenHome& home, const node::ShownEntry& entry);
[[nodiscard]] Json audience_json(OpenHome& home, const wire::AudienceList& audience);
[[nodiscard]] Json entry_json(OpenHome& home, const node::ShownEntry& entry);
[[nodiscard]] Json entries_json(OpenHome& home, const std::vector<node::ShownEntry>& entries);

}  // namespace kith::service
