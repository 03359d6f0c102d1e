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

ByteVec key_of(StrandNumber strand) {
  ByteVec key;
  wire::put_fixed(key, strand.value);
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
  const auto left = store.facts(FactKind::wanted_left);
  if (!left) return Fail{left.error()};
  for (const auto& fact : *left) {
    const auto strand = wire::ByteReader{fact.key}.take_fixed<std::uint32_t>();
    const auto from = wire::ByteReader{fact.value}.take_fixed<std::uint64_t>();
    if (!strand || !from) return Fail{StoreError::damaged};
    loaded.left_[StrandNumber{*strand}] = Seq{*from};
  }
  return loaded;
}

void WantedBodies::put(EntryKey entry, Batch& batch) {
  if (!wanted_.insert(entry).second) return;
  ++revision_;
  batch.push_back(change::PutFact{FactKind::wanted_body, key_of(entry), {}});
}

void WantedBodies::leave(EntryKey entry, Batch& batch) {
  const auto known = left_.find(entry.strand);
  if (known != left_.end() && known->second <= entry.seq) return;
  looked_through(entry.strand, entry.seq, batch);
}

void WantedBodies::looked_through(StrandNumber strand, std::optional<Seq> up_to, Batch& batch) {
  if (!up_to) {
    left_.erase(strand);
    batch.push_back(change::DropFact{FactKind::wanted_left, key_of(strand)});
    return;
  }
  left_[strand] = *up_to;
  ByteVec value;
  wire::put_fixed(value, up_to->value);
  batch.push_back(change::PutFact{FactKind::wanted_left, key_of(strand), std::move(value)});
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
