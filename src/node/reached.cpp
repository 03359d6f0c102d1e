#include "node/reached.hpp"

#include <algorithm>

#include "wire/varint.hpp"

namespace kith::node {
namespace {

struct Who {
  PersonId person;
  DeviceId device;
};

std::optional<Who> who_in(const Fact& fact) {
  wire::ByteReader key{fact.key};
  const auto person = key.take_bytes<PersonId>();
  const auto device = key.take_bytes<DeviceId>();
  if (!person || !device) return std::nullopt;
  return Who{*person, *device};
}

std::optional<ReachedLogs> logs_in(const Fact& fact) {
  wire::ByteReader value{fact.value};
  ReachedLogs logs;
  while (value.left() > 0) {
    const auto log = value.take_bytes<LogId>();
    const auto next = value.take_varint();
    if (!log || !next) return std::nullopt;
    logs[*log] = Seq{*next};
  }
  return logs;
}

// What I lost of my own log was not shared, and may come back: nobody said a word of it.
Seq first_hole(const Strands& strands, StrandNumber strand) {
  const auto& spans = strands.spans(strand);
  const bool from_the_beginning = !spans.empty() && spans.front().span.from == Seq{};
  return from_the_beginning ? spans.front().span.next : Seq{};
}

}  // namespace

ReachedLogs reached_by(const PersonId& me, const Strands& strands, const std::vector<Share>& shares,
                       const std::vector<Piece>& not_held) {
  ReachedLogs logs;
  for (const auto& share : shares) {
    if (strands.strand(share.strand).person != me) continue;
    auto& next = logs[share.log];
    next = std::max(next, std::min(share.stretch.next, first_hole(strands, share.strand)));
  }
  for (const auto& piece : not_held) {
    const auto found = logs.find(piece.log);
    if (found != logs.end()) found->second = std::min(found->second, piece.stretch.from);
  }
  return logs;
}

Result<Reached, StoreError> Reached::load(const Store& store) {
  const auto facts = store.facts(FactKind::reached);
  if (!facts) return Fail{facts.error()};
  Reached reached;
  for (const auto& fact : *facts) {
    const auto who = who_in(fact);
    auto logs = logs_in(fact);
    if (!who || !logs) return Fail{StoreError::damaged};
    reached.of_[who->person][who->device] = std::move(*logs);
  }
  return reached;
}

bool Reached::has(const PersonId& person, const LogId& log, Seq seq) const {
  const auto devices = of_.find(person);
  if (devices == of_.end()) return false;
  return std::ranges::any_of(devices->second, [&](const auto& device) {
    const auto found = device.second.find(log);
    return found != device.second.end() && seq < found->second;
  });
}

bool Reached::knows(const PersonId& person, const DeviceId& device) const {
  const auto devices = of_.find(person);
  return devices != of_.end() && devices->second.contains(device);
}

void note_reached(const PersonId& person, const DeviceId& device, const ReachedLogs& logs,
                  Batch& batch) {
  ByteVec key;
  wire::put_bytes(key, person.view());
  wire::put_bytes(key, device.view());
  ByteVec value;
  for (const auto& [log, next] : logs) {
    wire::put_bytes(value, log.view());
    wire::put_varint(value, next.value);
  }
  batch.push_back(change::PutFact{FactKind::reached, std::move(key), std::move(value)});
}

Result<void, StoreError> forget_reached(const Store& store, const PersonId& person, Batch& batch) {
  auto facts = store.facts(FactKind::reached);
  if (!facts) return Fail{facts.error()};
  for (auto& fact : *facts) {
    const auto who = who_in(fact);
    if (!who) return Fail{StoreError::damaged};
    if (who->person != person) continue;
    batch.push_back(change::DropFact{FactKind::reached, std::move(fact.key)});
  }
  return {};
}

}  // namespace kith::node
