#include "node/owed.hpp"

#include <algorithm>

#include "wire/varint.hpp"

namespace kith::node {
namespace {

ByteVec key_of(const LogId& log, const DeviceId& device) {
  ByteVec key;
  wire::put_bytes(key, log.view());
  wire::put_bytes(key, device.view());
  return key;
}

}  // namespace

Result<Owed, StoreError> Owed::load(const Store& store) {
  const auto facts = store.facts(FactKind::owed);
  if (!facts) return Fail{facts.error()};
  Owed owed;
  for (const auto& fact : *facts) {
    wire::ByteReader key{fact.key};
    const auto log = key.take_bytes<LogId>();
    const auto device = key.take_bytes<DeviceId>();
    const auto person = PersonId::from(fact.value);
    if (!log || !device || !person) return Fail{StoreError::damaged};
    owed.owed_[{*log, *device}] = *person;
  }
  return owed;
}

void Owed::put(const LogId& log, const PersonId& person, const DeviceId& device, Batch& batch) {
  if (!owed_.insert_or_assign({log, device}, person).second) return;
  const auto value = person.view();
  batch.push_back(
      change::PutFact{FactKind::owed, key_of(log, device), {value.begin(), value.end()}});
}

void Owed::settle(const LogId& log, const DeviceId& device, Batch& batch) {
  if (owed_.erase({log, device}) == 0) return;
  batch.push_back(change::DropFact{FactKind::owed, key_of(log, device)});
}

void Owed::drop(const LogId& log, const PersonId& person, Batch& batch) {
  std::vector<DeviceId> devices;
  for (const auto& [at, owner] : owed_) {
    if (at.first == log && owner == person) devices.push_back(at.second);
  }
  for (const auto& device : devices) settle(log, device, batch);
}

std::vector<PersonId> Owed::of(const LogId& log) const {
  std::vector<PersonId> persons;
  for (const auto& [at, person] : owed_) {
    if (at.first == log) persons.push_back(person);
  }
  std::ranges::sort(persons);
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  return persons;
}

}  // namespace kith::node
