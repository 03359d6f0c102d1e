#include "node/own_logs.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace kith::node {

Result<OwnLogs, StoreError> OwnLogs::load(const Store& store, const Strands& strands) {
  const auto records = store.own_logs();
  if (!records) return Fail{records.error()};
  OwnLogs all;
  for (const auto& record : *records) {
    auto own = OwnLog::load(record, strands, store);
    if (!own) return Fail{own.error()};
    Use use{strands.strand(record.strand).circle, std::nullopt};
    if (own->form() == wire::LogForm::aside) {
      use.aside.emplace();
      for (const auto& hearer : own->audience()) use.aside->push_back(hearer.person);
    }
    all.logs_.insert_or_assign(std::move(use), std::move(*own));
  }
  return all;
}

const OwnLog* OwnLogs::find(const Use& use) const {
  const auto found = logs_.find(use);
  return found == logs_.end() ? nullptr : &found->second;
}

OwnLog& OwnLogs::get(const Use& use, const Identity& identity, Strands& strands, Entropy& entropy,
                     Batch& batch) {
  const auto found = logs_.find(use);
  if (found != logs_.end()) return found->second;
  if (use.aside) make_room_for_aside(batch);
  const auto form = use.aside ? wire::LogForm::aside : wire::LogForm::main;
  auto log = OwnLog::fresh(strands.id_of(use.circle), form, entropy);
  log.place_at(strands.add_strand({{},
                                   use.circle,
                                   log.id(),
                                   identity.person_id(),
                                   identity.device_id(),
                                   form,
                                   std::nullopt,
                                   false},
                                  batch));
  return logs_.emplace(use, std::move(log)).first->second;
}

void OwnLogs::retire(Logs::iterator log, Batch& batch) {
  batch.push_back(change::RetireOwnLog{log->second.strand()});
  logs_.erase(log);
}

void OwnLogs::close_asides(CircleNumber circle, const wire::AudienceList& main, Batch& batch) {
  const auto hears = [&](const PersonId& person) {
    return std::ranges::binary_search(main, person, {}, &wire::Hearer::person);
  };
  for (auto log = logs_.begin(); log != logs_.end();) {
    const auto next = std::next(log);
    const auto& use = log->first;
    if (use.circle == circle && use.aside && !std::ranges::all_of(*use.aside, hears)) {
      retire(log, batch);
    }
    log = next;
  }
}

void OwnLogs::end_epochs_heard_by(const PersonId& person, Batch& batch) {
  for (auto& [use, log] : logs_) {
    if (wire::hears(log.audience(), person)) log.end_epoch(batch);
  }
}

void OwnLogs::end_epochs(Batch& batch) {
  for (auto& [use, log] : logs_) log.end_epoch(batch);
}

void OwnLogs::make_room_for_aside(Batch& batch) {
  std::size_t open = 0;
  auto oldest = logs_.end();
  for (auto log = logs_.begin(); log != logs_.end(); ++log) {
    if (!log->first.aside) continue;
    ++open;
    if (oldest == logs_.end() || log->second.last_time() < oldest->second.last_time()) oldest = log;
  }
  if (open >= limits::asides_open_max) retire(oldest, batch);
}

void OwnLogs::drop_keys_of_written(const LogId& log) {
  for (auto& [use, own] : logs_) {
    if (own.id() == log) own.drop_keys_of_written();
  }
}

bool OwnLogs::retire(const LogId& log, Batch& batch) {
  const auto found =
      std::ranges::find_if(logs_, [&](const auto& one) { return one.second.id() == log; });
  if (found == logs_.end()) return false;
  retire(found, batch);
  return true;
}

void OwnLogs::retire_all(Batch& batch) {
  while (!logs_.empty()) retire(logs_.begin(), batch);
}

}  // namespace kith::node
