#include "node/handed.hpp"

#include "base/limits.hpp"
#include "crypto/hash.hpp"
#include "seal/secret_tree.hpp"
#include "wire/varint.hpp"

namespace kith::node {
namespace {

Handed::At at_of(const wire::Span& span, ByteView encoded) {
  return {span.first.seq, span.before,
          crypto::hash<decltype(Handed::At::mark)>("kith/1 handed", {encoded})};
}

ByteVec encode_alone(const wire::Span& span) {
  wire::Handover alone;
  alone.spans.push_back(clone(span));
  return wire::encode_handover(alone);
}

ByteVec key_of(const LogId& log, const Handed::At& at) {
  ByteVec key;
  wire::put_bytes(key, log.view());
  wire::put_fixed(key, at.first.value);
  wire::put_bytes(key, at.before.view());
  wire::put_bytes(key, at.mark.view());
  return key;
}

}  // namespace

wire::Span clone(const wire::Span& span) {
  wire::Span copy{span.first, span.before, {}, {}, span.audience};
  for (const auto& node : span.nodes) copy.nodes.push_back(seal::clone(node));
  for (const auto& kept : span.meta_keys) copy.meta_keys.push_back(seal::clone(kept));
  return copy;
}

Result<Handed, StoreError> Handed::load(const Store& store) {
  auto facts = store.facts(FactKind::handed);
  if (!facts) return Fail{facts.error()};
  Handed handed;
  for (auto& fact : *facts) {
    wire::ByteReader key{fact.key};
    const auto log = key.take_bytes<LogId>();
    auto kept = wire::decode_handover(fact.value);
    if (!log || !kept || kept->spans.size() != 1) return Fail{StoreError::damaged};
    auto& span = kept->spans.front();
    const auto at = at_of(span, fact.value);
    const auto size = fact.value.size();
    crypto::wipe(fact.value);
    handed.keep(*log, at, {std::move(span), std::move(fact.key), size});
  }
  return handed;
}

void Handed::keep(const LogId& log, const At& at, Waiting waiting) {
  auto& of_log = logs_[log];
  if (of_log.spans.contains(at)) return;
  of_log.bytes += waiting.bytes;
  of_log.spans.emplace(at, std::move(waiting));
}

void Handed::put(const LogId& log, const wire::Span& span, Batch& batch) {
  auto encoded = encode_alone(span);
  const auto at = at_of(span, encoded);
  const auto of_log = logs_.find(log);
  if (of_log != logs_.end() && !has_room(of_log->second, at, encoded.size())) {
    return crypto::wipe(encoded);
  }
  put(log, at, span, std::move(encoded), batch);
}

std::size_t Handed::added_by(const LogId& log, const wire::Span& span) const {
  auto encoded = encode_alone(span);
  const auto at = at_of(span, encoded);
  const auto size = encoded.size();
  crypto::wipe(encoded);
  const auto of_log = logs_.find(log);
  return of_log == logs_.end() || has_room(of_log->second, at, size) ? size : 0;
}

std::size_t Handed::bytes_of(const LogId& log) const {
  const auto of_log = logs_.find(log);
  return of_log == logs_.end() ? 0 : of_log->second.bytes;
}

void Handed::replace(const LogId& log, const At& old, const wire::Span& span, Batch& batch) {
  drop(log, old, batch);
  auto encoded = encode_alone(span);
  const auto at = at_of(span, encoded);
  put(log, at, span, std::move(encoded), batch);
}

void Handed::put(const LogId& log, const At& at, const wire::Span& span, ByteVec encoded,
                 Batch& batch) {
  auto key = key_of(log, at);
  keep(log, at, {clone(span), key, encoded.size()});
  batch.push_back(change::PutFact{FactKind::handed, std::move(key), std::move(encoded)});
}

bool Handed::has_room(const OfLog& of_log, const At& at, std::size_t bytes) {
  std::size_t beside = 0;
  for (auto held = of_log.spans.lower_bound({at.first, at.before, {}});
       held != of_log.spans.end() && held->first.first == at.first &&
       held->first.before == at.before;
       ++held) {
    ++beside;
  }
  return !of_log.spans.contains(at) && beside < limits::branches_max &&
         of_log.spans.size() < limits::handed_spans_max &&
         of_log.bytes + bytes <= limits::handed_bytes_max;
}

std::vector<const Handed::Found*> Handed::within(const LogId& log, Seq first, Seq last) const {
  std::vector<const Found*> found;
  const auto of_log = logs_.find(log);
  if (of_log == logs_.end()) return found;
  const auto& spans = of_log->second.spans;
  for (auto at = spans.lower_bound({first, {}, {}}); at != spans.end(); ++at) {
    if (at->first.first > last) break;
    found.push_back(&*at);
  }
  return found;
}

void Handed::drop(const LogId& log, const At& at, Batch& batch) {
  const auto of_log = logs_.find(log);
  if (of_log == logs_.end()) return;
  const auto held = of_log->second.spans.find(at);
  if (held == of_log->second.spans.end()) return;
  batch.push_back(change::DropFact{FactKind::handed, std::move(held->second.key)});
  of_log->second.bytes -= held->second.bytes;
  of_log->second.spans.erase(held);
  if (of_log->second.spans.empty()) logs_.erase(of_log);
}

}  // namespace kith::node
