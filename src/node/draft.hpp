// What an entry is to say, before it is written. Refuses to know logs and who hears.
#pragma once

#include "base/result.hpp"
#include "kinds/body.hpp"
#include "node/refusal.hpp"
#include "wire/meta.hpp"

namespace kith::node {

struct Draft {
  wire::Kind kind{std::uint64_t{0}};
  ByteVec body;  // a CBOR item, or empty
  std::vector<Reference> references;
  bool compressed{};  // the body is as it is to be sealed
};

[[nodiscard]] Draft draft_of(const kinds::Body& body, std::vector<Reference> references = {});

/// Compresses the body, where it is one that may be.
void compress(Draft& draft);

/// Whether an entry can say that. Errors: too_long, too_many (references), answers_twice.
[[nodiscard]] Result<void, Refusal> check_draft(const Draft& draft);

}  // namespace kith::node
