#include "node/greetings.hpp"

#include "wire/varint.hpp"

namespace kith::node {

Result<Greetings, StoreError> Greetings::load(const Store& store) {
  const auto facts = store.facts(FactKind::greeting);
  if (!facts) return Fail{facts.error()};
  Greetings all;
  for (const auto& fact : *facts) {
    const auto circle = CircleId::from(fact.key);
    wire::ByteReader value{fact.value};
    const auto by = value.take_bytes<PersonId>();
    if (!circle || !by) return Fail{StoreError::damaged};
    all.greetings_.insert_or_assign(*circle, Greeting{*by, std::string{as_text(value.rest())}});
  }
  return all;
}

void Greetings::put(const CircleId& circle, Greeting greeting, Batch& batch) {
  const auto [at, added] = greetings_.emplace(circle, std::move(greeting));
  if (!added) return;
  ByteVec value;
  wire::put_bytes(value, at->second.by.view());
  wire::put_bytes(value, as_bytes(at->second.name));
  const auto key = circle.view();
  batch.push_back(change::PutFact{FactKind::greeting, {key.begin(), key.end()}, std::move(value)});
}

const Greetings::Greeting* Greetings::find(const CircleId& circle) const {
  const auto found = greetings_.find(circle);
  return found == greetings_.end() ? nullptr : &found->second;
}

}  // namespace kith::node
