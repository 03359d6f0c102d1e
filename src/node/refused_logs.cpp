#include "node/refused_logs.hpp"

namespace kith::node {

Result<std::set<LogId>, StoreError> refused_logs(const Store& store) {
  const auto facts = store.facts(FactKind::refused_log);
  if (!facts) return Fail{facts.error()};
  std::set<LogId> logs;
  for (const auto& fact : *facts) {
    const auto log = LogId::from(fact.key);
    if (!log) return Fail{StoreError::damaged};
    logs.insert(*log);
  }
  return logs;
}

void keep_refused(const LogId& log, Batch& batch) {
  const auto key = log.view();
  batch.push_back(change::PutFact{FactKind::refused_log, {key.begin(), key.end()}, {}});
}

Result<void, StoreError> forget_refused(const Store& store, Batch& batch) {
  auto facts = store.facts(FactKind::refused_log);
  if (!facts) return Fail{facts.error()};
  for (auto& fact : *facts) {
    batch.push_back(change::DropFact{FactKind::refused_log, std::move(fact.key)});
  }
  return {};
}

}  // namespace kith::node
