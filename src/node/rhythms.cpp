#include "node/rhythms.hpp"

#include <utility>

#include "wire/varint.hpp"

namespace kith::node {
namespace {

ByteVec key_of(const DeviceOf& device) {
  ByteVec key;
  wire::put_bytes(key, device.first.view());
  wire::put_bytes(key, device.second.view());
  return key;
}

std::optional<DeviceOf> device_in(ByteView key) {
  wire::ByteReader in{key};
  const auto person = in.take_bytes<PersonId>();
  const auto device = in.take_bytes<DeviceId>();
  if (!person || !device || in.left() > 0) return std::nullopt;
  return DeviceOf{*person, *device};
}

}  // namespace

Result<RhythmOf, StoreError> kept_rhythms(const Store& store) {
  const auto facts = store.facts(FactKind::rhythm);
  if (!facts) return Fail{facts.error()};
  RhythmOf all;
  for (const auto& fact : *facts) {
    const auto device = device_in(fact.key);
    const auto rhythm = Rhythm::decode(fact.value);
    if (device && rhythm) all.emplace(*device, *rhythm);
  }
  return all;
}

Result<std::size_t, StoreError> wipe_rhythms(const Store& store,
                                             const std::optional<PersonId>& person, Batch& batch) {
  auto facts = store.facts(FactKind::rhythm);
  if (!facts) return Fail{facts.error()};
  std::size_t wiped = 0;
  for (auto& fact : *facts) {
    const auto device = device_in(fact.key);
    if (person && device && device->first != *person) continue;
    batch.push_back(change::DropFact{FactKind::rhythm, std::move(fact.key)});
    ++wiped;
  }
  return wiped;
}

void Rhythms::there(const DeviceOf& device, std::optional<Over> over, WallTime now) {
  all_[device].there(over, now);
  changed_.insert(device);
}

void Rhythms::not_there(const DeviceOf& device, Over over, WallTime now) {
  all_[device].not_there(over, now);
  changed_.insert(device);
}

const Rhythm* Rhythms::find(const DeviceOf& device) const {
  const auto found = all_.find(device);
  return found == all_.end() ? nullptr : &found->second;
}

void Rhythms::keep_only(const std::set<DeviceOf>& devices) {
  std::erase_if(all_, [&](const auto& one) {
    const bool goes = !devices.contains(one.first);
    if (goes) changed_.insert(one.first);
    return goes;
  });
}

Batch Rhythms::take_changes() {
  Batch batch;
  for (const auto& device : std::exchange(changed_, {})) {
    const auto* rhythm = find(device);
    if (rhythm != nullptr && !rhythm->is_empty()) {
      batch.push_back(change::PutFact{FactKind::rhythm, key_of(device), rhythm->encode()});
    } else {
      batch.push_back(change::DropFact{FactKind::rhythm, key_of(device)});
    }
  }
  return batch;
}

}  // namespace kith::node
