// An entry as JSON: the fields that the command line, the socket and the page share.
#pragma once

#include "service/names.hpp"

namespace kith::service {

[[nodiscard]] Json audience_json(OpenHome& home, const wire::AudienceList& audience);
[[nodiscard]] Json entry_json(OpenHome& home, const node::ShownEntry& entry);
[[nodiscard]] Json entries_json(OpenHome& home, const std::vector<node::ShownEntry>& entries);

}  // namespace kith::service
