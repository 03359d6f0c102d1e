// What an entry of a thing's own kind holds, field by field, for whoever draws it in other words
// than ours. Refuses to fold: what follows from several entries is said elsewhere.
#pragma once

#include "service/names.hpp"

namespace kith::service {

/// By kind. proposal: {"title", "concerns"}; stance: {"position"}; agreement: {"goes_along"};
/// practice: {"title", "text", "prompts"}; ask: {"text", "of", "by", "tags"}; promise: {"text",
/// "for", "by", "tags"}; turn: {"turning", "text", "words", "by"}. Null for every other.
[[nodiscard]] Json thing_json(OpenHome& home, const kinds::Body& body);

}  // namespace kith::service
