#include "node/session_memory.hpp"

#include <algorithm>

#include "wire/varint.hpp"

namespace kith::node {
namespace {

ByteVec key_of(const PersonId& person, const DeviceId& device) {
  ByteVec key;
  wire::put_bytes(key, person.view());
  wire::put_bytes(key, device.view());
  return key;
}

}  // namespace

namespace {

std::optional<SessionMemory> memory_in(const Fact& fact) {
  wire::ByteReader value{fact.value};
  const auto mine = value.take_bytes<sync::DigestHash>();
  const auto theirs = value.take_bytes<sync::DigestHash>();
  const auto told = value.take_bytes<PublicHash>();
  const auto when = value.take_fixed<std::uint64_t>();
  if (!mine || !theirs || !told || !when) return std::nullopt;
  return SessionMemory{*mine, *theirs, *told, {static_cast<std::int64_t>(*when)}};
}

}  // namespace

Result<LastMet, StoreError> last_met(const Store& store) {
  const auto facts = store.facts(FactKind::met);
  if (!facts) return Fail{facts.error()};
  LastMet met;
  for (const auto& fact : *facts) {
    wire::ByteReader key{fact.key};
    const auto person = key.take_bytes<PersonId>();
    const auto device = key.take_bytes<DeviceId>();
    const auto memory = memory_in(fact);
    if (!person || !device || !memory) return Fail{StoreError::damaged};
    met[{*person, *device}] = memory->when;
  }
  return met;
}

Result<std::optional<SessionMemory>, StoreError> remembered(const Store& store,
                                                            const PersonId& person,
                                                            const DeviceId& device) {
  const auto facts = store.facts(FactKind::met);
  if (!facts) return Fail{facts.error()};
  const auto key = key_of(person, device);
  for (const auto& fact : *facts) {
    if (fact.key != key) continue;
    const auto memory = memory_in(fact);
    if (!memory) return Fail{StoreError::damaged};
    return std::optional{*memory};
  }
  return std::optional<SessionMemory>{};
}

void remember(const PersonId& person, const DeviceId& device, const SessionMemory& memory,
              Batch& batch) {
  ByteVec value;
  wire::put_bytes(value, memory.mine.view());
  wire::put_bytes(value, memory.theirs.view());
  wire::put_bytes(value, memory.told.view());
  wire::put_fixed(value, static_cast<std::uint64_t>(memory.when.micros));
  batch.push_back(change::PutFact{FactKind::met, key_of(person, device), std::move(value)});
}

Result<void, StoreError> forget_sessions(const Store& store, Batch& batch) {
  auto facts = store.facts(FactKind::met);
  if (!facts) return Fail{facts.error()};
  for (auto& fact : *facts) batch.push_back(change::DropFact{FactKind::met, std::move(fact.key)});
  return {};
}

Result<void, StoreError> forget_devices_but(const Store& store, const PersonId& person,
                                            const std::vector<wire::ListedDevice>& listed,
                                            Batch& batch) {
  for (const auto kind : {FactKind::met, FactKind::reached}) {
    auto facts = store.facts(kind);
    if (!facts) return Fail{facts.error()};
    for (auto& fact : *facts) {
      wire::ByteReader key{fact.key};
      const auto whose = key.take_bytes<PersonId>();
      const auto device = key.take_bytes<DeviceId>();
      if (!whose || !device) return Fail{StoreError::damaged};
      const bool goes =
          *whose == person && std::ranges::count(listed, *device, &wire::ListedDevice::device) == 0;
      if (goes) batch.push_back(change::DropFact{kind, std::move(fact.key)});
    }
  }
  return {};
}

}  // namespace kith::node
