#include "node/draft.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "seal/compressed_body.hpp"
#include "wire/padme.hpp"

namespace kith::node {

Draft draft_of(const kinds::Body& body, std::vector<Reference> references) {
  return {static_cast<std::uint64_t>(kinds::kind_of(body)), kinds::encode_body(body),
          std::move(references)};
}

// What people read is compressed. In the self log and in introductions a secret, or a choice of
// one's own, may stand beside what others wrote: a size that depends on both would tell of it.
void compress(Draft& draft) {
  const auto* kind = std::get_if<std::uint64_t>(&draft.kind);
  const bool is_read = kind == nullptr || !(kinds::is_of_self(*kind) || kinds::is_of_tie(*kind));
  if (is_read) draft.body = seal::compressed_body(draft.body);
  draft.compressed = true;
}

Result<void, Refusal> check_draft(const Draft& draft) {
  const bool fits =
      draft.body.empty() || wire::padded_body_size(draft.body.size()) <= limits::body_bytes_max;
  if (!fits) return Fail{Refusal::too_long};
  const auto& references = draft.references;
  if (references.size() > limits::references_max) return Fail{Refusal::too_many};
  for (const auto& reference : references) {
    if (std::ranges::count(references, reference) > 1) return Fail{Refusal::answers_twice};
  }
  return {};
}

}  // namespace kith::node
