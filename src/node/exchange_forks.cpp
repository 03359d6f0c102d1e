// That a log tells two stories: whoever heard its author when they parted, or later, is told, and
// nobody else. Source: docs/protocol.md §10.10.
#include <algorithm>
#include <utility>

#include "base/limits.hpp"
#include "node/exchange_work.hpp"

namespace kith::node {

bool Exchange::Work::is_for_them(const LogId& log, const Forks::Known& fork) const {
  auto share = std::ranges::lower_bound(shares_, log, {}, &Share::log);
  for (; share != shares_.end() && share->log == log; ++share) {
    if (fork.seq < share->stretch.next) return true;
  }
  return false;
}

void Exchange::Work::name_known_forks() {
  sync::KnownForks named;
  for (const auto& [log, fork] : node_.forks().all()) {
    if (named.logs.size() == limits::known_forks_max) break;
    if (is_for_them(log, fork)) named.logs.push_back(log);
  }
  if (!named.logs.empty()) say(std::move(named));
}

// Beginning anywhere: what they do not keep stands in nobody's way for long.
void Exchange::Work::tell_forks() {
  if (!frontiers_received_ && !caught_up_heard_) return;  // they may have more to name
  const auto& all = node_.forks().all();
  auto fork = all.lower_bound(*LogId::from(fresh_->view()));
  for (auto left = all.size(); left > 0; --left, ++fork) {
    if (fork_proofs_told_ == limits::fork_proofs_told_max) return;
    if (fork == all.end()) fork = all.begin();
    const auto& [log, known] = *fork;
    if (forks_known_.contains(log) || !is_for_them(log, known)) continue;
    forks_known_.insert(log);
    ++fork_proofs_told_;
    say(sync::ForkProof{known.record});
  }
}

// Seldom more than one waits; of many, some in each step.
Exchange::Work::Outcome Exchange::Work::prove_a_fork(Turn& turn) {
  auto proven = node_.prove_a_fork();
  if (!proven) return Ending::store;
  turn.commit = std::move(proven->commit);
  turn.forked = turn.forked || proven->answer;
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::KnownForks& forks, WallTime, Turn&) {
  if (std::exchange(forks_named_, true)) return Ending::malformed;
  forks_known_.insert(forks.logs.begin(), forks.logs.end());
  return std::nullopt;
}

Exchange::Work::Outcome Exchange::Work::hear(const sync::ForkProof& proof, WallTime, Turn& turn) {
  if (fork_proofs_heard_ == limits::fork_proofs_heard_max) return std::nullopt;
  ++fork_proofs_heard_;
  const auto read = wire::decode_fork_proof(proof.record);
  if (!read) return std::nullopt;
  forks_known_.insert(read->log);
  auto taken = node_.take_fork_proof(*read, proof.record);
  turn.commit = std::move(taken.commit);
  turn.forked = turn.forked || taken.answer;
  return std::nullopt;
}

}  // namespace kith::node
