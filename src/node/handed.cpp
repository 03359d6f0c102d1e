#include "node/handed.hpp"

#include "base/limits.hpp"
#include "seal/secret_tree.hpp"
#include "wire/varint.hpp"

namespace kith::node {
namespace {

ByteVec key_of(const LogId& log, Seq first, const Link& before) {
  ByteVec key;
  wire::put_bytes(key, log.view());
  wire::put_fixed(key, first.value);
  wire::put_bytes(key, before.view());
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
    const auto size = fact.value.size();
    crypto::wipe(fact.value);
    if (!log || !kept || kept->spans.size() != 1) return Fail{StoreError::damaged};
    handed.keep(*log, std::move(kept->spans.front()), size);
  }
  return handed;
}

void Handed::keep(const LogId& log, wire::Span span, std::size_t bytes) {
  auto& of_log = logs_[log];
  const At at{span.first.seq, span.before};
  if (const auto held = of_log.spans.find(at); held != of_log.spans.end()) {
    of_log.bytes -= held->second.bytes;
  }
  of_log.bytes += bytes;
  of_log.spans.insert_or_assign(at, Waiting{std::move(span), bytes});
}

void Handed::put(const LogId& log, const wire::Span& span, Batch& batch) {
  wire::Handover alone;
  alone.spans.push_back(clone(span));
  auto encoded = wire::encode_handover(alone);
  const auto of_log = logs_.find(log);
  const bool full =
      of_log != logs_.end() && (of_log->second.spans.size() >= limits::handed_spans_max ||
                                of_log->second.bytes + encoded.size() > limits::handed_bytes_max);
  if (full) return crypto::wipe(encoded);
  keep(log, std::move(alone.spans.front()), encoded.size());
  batch.push_back(change::PutFact{FactKind::handed, key_of(log, span.first.seq, span.before),
                                  std::move(encoded)});
}

std::vector<const wire::Span*> Handed::within(const LogId& log, Seq first, Seq last) const {
  std::vector<const wire::Span*> found;
  const auto of_log = logs_.find(log);
  if (of_log == logs_.end()) return found;
  const auto& spans = of_log->second.spans;
  for (auto at = spans.lower_bound({first, Link{}}); at != spans.end(); ++at) {
    if (at->first.first > last) break;
    found.push_back(&at->second.span);
  }
  return found;
}

void Handed::drop(const LogId& log, Seq first, const Link& before, Batch& batch) {
  const auto of_log = logs_.find(log);
  if (of_log == logs_.end()) return;
  const auto held = of_log->second.spans.find({first, before});
  if (held == of_log->second.spans.end()) return;
  of_log->second.bytes -= held->second.bytes;
  of_log->second.spans.erase(held);
  if (of_log->second.spans.empty()) logs_.erase(of_log);
  batch.push_back(change::DropFact{FactKind::handed, key_of(log, first, before)});
}

}  // namespace kith::node
