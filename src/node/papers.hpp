// The papers that come with a statement of who hears: whose log this is, and their prekeys.
// Verifies; refuses to know whether the person is anyone whom I know.
#pragma once

#include <optional>

#include "wire/certificate.hpp"
#include "wire/meta.hpp"
#include "wire/prekey.hpp"

namespace kith::node {

struct Papers {
  wire::Certificate certificate;
  std::vector<wire::Prekey> prekeys;
};

/// Nothing where anything of docs/protocol.md §3.5 does not hold; of a log whose author is known
/// already, also where it says that it is another's.
[[nodiscard]] std::optional<Papers> papers_of(const wire::AudienceStatement& statement,
                                              const CircleId& circle, const LogId& log,
                                              const std::optional<PersonId>& author);

}  // namespace kith::node
