#include "node/wanted.hpp"

#include "base/limits.hpp"
#include "wire/varint.hpp"

namespace kith::node {
namespace {

constexpr std::chrono::hours asked_again_after{1};

ByteVec key_of(EntryKey entry) {
  ByteVec key;
  wire::put_fixed(key, entry.strand.value);
  wire::put_fixed(key, entry.seq.value);
  return key;
}

}  // namespace

Result<WantedBodies, StoreError> WantedBodies::load(const Store& store) {
  const auto facts = store.facts(FactKind::wanted_body);
  if (!facts) return Fail{facts.error()};
  WantedBodies loaded;
  for (const auto& fact : *facts) {
    wire::ByteReader key{fact.key};
    const auto strand = key.take_fixed<std::uint32_t>();
    const auto seq = key.take_fixed<std::uint64_t>();
    if (!strand || !seq || key.left() > 0) return Fail{StoreError::damaged};
    loaded.wanted_.insert(EntryKey{StrandNumber{*strand}, Seq{*seq}});
  }
  return loaded;
}

void WantedBodies::put(EntryKey entry, Batch& batch) {
  if (wanted_.size() >= limits::wanted_bodies_max || !wanted_.insert(entry).second) return;
  ++revision_;
  batch.push_back(change::PutFact{FactKind::wanted_body, key_of(entry), {}});
}

void WantedBodies::drop(EntryKey entry, Batch& batch) {
  if (wanted_.erase(entry) == 0) return;
  ++revision_;
  batch.push_back(change::DropFact{FactKind::wanted_body, key_of(entry)});
}

// A clock that went back counts as an hour: to ask once more costs little.
bool WantedBodies::is_due(const DeviceId& device, WallTime now) const {
  if (wanted_.empty()) return false;
  const auto last = asked_.find(device);
  if (last == asked_.end() || last->second.asking.revision != revision_) return true;
  if (last->second.asking.last) return true;
  const auto passed = now - last->second.when;
  return passed < std::chrono::microseconds{0} || passed >= asked_again_after;
}

void WantedBodies::asked(const DeviceId& device, const Asking& asking, WallTime now) {
  asked_.insert_or_assign(device, Asked{now, asking});
}

// So that what nobody answers keeps nothing behind it from being asked for.
std::vector<EntryKey> WantedBodies::to_ask(const DeviceId& device) const {
  const auto asked = asked_.find(device);
  const auto last = asked == asked_.end() ? std::nullopt : asked->second.asking.last;
  return {last ? wanted_.upper_bound(*last) : wanted_.begin(), wanted_.end()};
}

}  // namespace kith::node
