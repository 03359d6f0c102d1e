// Whom I introduced to whom, so that I am not asked to do it again. Kept on this device alone: it
// is in no log and goes to nobody. Refuses to know whether they took each other's card.
#pragma once

#include <set>
#include <utility>

#include "node/store.hpp"

namespace kith::node {

/// The lesser id first.
using PairOfPeople = std::pair<PersonId, PersonId>;
[[nodiscard]] PairOfPeople pair_of_people(const PersonId& one, const PersonId& other);

/// Errors: damaged, and the store's.
[[nodiscard]] Result<std::set<PairOfPeople>, StoreError> introduced(const Store& store);
/// Idempotent.
void put_introduced(const PairOfPeople& pair, Batch& batch);

}  // namespace kith::node
