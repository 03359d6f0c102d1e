// The papers that come with a statement of who hears: whose log this is, and their prekeys.
// Verifies; refuses to know whether the person is anyone whom I know.
#pragma once

#include <map>
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

/// The same, and remembers which records were found valid: one certificate stands in every entry
/// that includes someone, and its signatures cost more than all the rest of reading it.
class PapersRead {
 public:
  [[nodiscard]] std::optional<Papers> papers_of(const wire::AudienceStatement& statement,
                                                const CircleId& circle, const LogId& log,
                                                const std::optional<PersonId>& author);

 private:
  std::map<ByteVec, wire::Certificate> certificates_;  // by record
  std::map<ByteVec, wire::Prekey> prekeys_;
};

}  // namespace kith::node
