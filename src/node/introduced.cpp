#include "node/introduced.hpp"

#include <algorithm>

#include "wire/varint.hpp"

namespace kith::node {

PairOfPeople pair_of_people(const PersonId& one, const PersonId& other) {
  return {std::min(one, other), std::max(one, other)};
}

Result<std::set<PairOfPeople>, StoreError> introduced(const Store& store) {
  const auto facts = store.facts(FactKind::introduced);
  if (!facts) return Fail{facts.error()};
  std::set<PairOfPeople> pairs;
  for (const auto& fact : *facts) {
    wire::ByteReader in{fact.key};
    const auto one = in.take_bytes<PersonId>();
    const auto other = in.take_bytes<PersonId>();
    if (!one || !other || !in.rest().empty()) return Fail{StoreError::damaged};
    pairs.insert({*one, *other});
  }
  return pairs;
}

void put_introduced(const PairOfPeople& pair, Batch& batch) {
  ByteVec key;
  wire::put_bytes(key, pair.first.view());
  wire::put_bytes(key, pair.second.view());
  batch.push_back(change::PutFact{FactKind::introduced, std::move(key), {}});
}

}  // namespace kith::node
