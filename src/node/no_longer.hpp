// Whom somebody addressed in a circle and addresses no more, as the audience lists say that are
// held of them. It tells what is seen, and decides nothing. Refuses to know why.
#pragma once

#include <span>
#include <vector>

#include "node/refusal.hpp"
#include "node/store.hpp"
#include "node/strands.hpp"
#include "wire/audience_list.hpp"

namespace kith::node {

/// Ascending. Nothing of one who addresses nobody now: they left, and that is about no one person.
/// Nor anyone whom they ever addressed until a day: that may have ended by itself.
///
/// Requires: `now` is whom `speaker` addresses there, from the last that is held of each log.
/// Errors:   those of the store.
[[nodiscard]] Result<std::vector<PersonId>, Refusal> no_longer_addressed(
    const Store& store, const Strands& strands, const PersonId& speaker, CircleNumber circle,
    std::span<const wire::Hearer> now);

}  // namespace kith::node
