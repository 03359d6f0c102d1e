#include "node/past_given.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "wire/varint.hpp"

namespace kith::node {

Result<PastsGiven, StoreError> PastsGiven::load(const Store& store) {
  const auto facts = store.facts(FactKind::past_given);
  if (!facts) return Fail{facts.error()};
  PastsGiven pasts;
  for (const auto& fact : *facts) {
    wire::ByteReader key{fact.key};
    wire::ByteReader value{fact.value};
    const auto log = key.take_bytes<LogId>();
    const auto giver = key.take_bytes<PersonId>();
    const auto person = key.take_bytes<PersonId>();
    const auto first = key.take_fixed<std::uint64_t>();
    const auto last = value.take_fixed<std::uint64_t>();
    if (!log || !giver || !person || !first || !last) return Fail{StoreError::damaged};
    pasts.given_[*log][{*giver, *person, {*first}}] = {*last};
    ++pasts.told_[*giver];
  }
  return pasts;
}

bool PastsGiven::put(const wire::PastGiven& past, const PersonId& giver, Batch& batch) {
  auto& told = told_[giver];
  const auto log = given_.find(past.log);
  const Key at{giver, past.person, past.first};
  const bool known = log != given_.end() && log->second.contains(at);
  if (known && log->second.at(at) >= past.last) return false;
  if (!known && told >= limits::pasts_given_max) return false;
  told += known ? 0 : 1;
  given_[past.log][at] = past.last;
  ByteVec key;
  wire::put_bytes(key, past.log.view());
  wire::put_bytes(key, giver.view());
  wire::put_bytes(key, past.person.view());
  wire::put_fixed(key, past.first.value);
  ByteVec value;
  wire::put_fixed(value, past.last.value);
  batch.push_back(change::PutFact{FactKind::past_given, std::move(key), std::move(value)});
  return true;
}

std::vector<PastsGiven::Given> PastsGiven::of(const LogId& log, const PersonId& author) const {
  std::vector<Given> all;
  const auto found = given_.find(log);
  if (found == given_.end()) return all;
  for (const auto& [key, last] : found->second) {
    if (key.giver == author) all.push_back({key.person, key.first, last});
  }
  return all;
}

std::vector<PersonId> PastsGiven::of(const LogId& log, const PersonId& author, Seq seq) const {
  std::vector<PersonId> persons;
  for (const auto& given : of(log, author)) {
    if (given.first <= seq && seq <= given.last) persons.push_back(given.person);
  }
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  return persons;
}

}  // namespace kith::node
