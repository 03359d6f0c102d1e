#include "node/forks.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "log/link.hpp"

namespace kith::node {

Result<Forks, StoreError> Forks::load(const Store& store, const Strands& strands) {
  auto facts = store.facts(FactKind::fork);
  if (!facts) return Fail{facts.error()};
  Forks loaded;
  for (auto& fact : *facts) {
    const auto proof = wire::decode_fork_proof(fact.value);
    if (!proof || LogId::from(fact.key) != proof->log) return Fail{StoreError::damaged};
    loaded.known_.emplace(proof->log, known_by(*proof, std::move(fact.value)));
  }
  for (const auto circle : strands.circles()) {
    for (const auto number : strands.of_circle(circle)) {
      const auto& strand = strands.strand(number);
      if (strand.forked) loaded.seek(strand.log);
    }
  }
  return loaded;
}

Forks::Known Forks::known_by(const wire::ForkProof& proof, ByteVec record) {
  const auto first = [](const wire::ForkBranch& branch) {
    return log::link_of(branch.previous, branch.headers.front());
  };
  return {std::move(record), proof.left.headers.front().place.seq,
          proof.left.previous == proof.right.previous, first(proof.left), first(proof.right)};
}

const Forks::Known* Forks::find(const LogId& log) const {
  const auto found = known_.find(log);
  return found == known_.end() ? nullptr : &found->second;
}

bool Forks::has_room(const Strands& strands, const LogId& log) const {
  const auto author_of = [&](const LogId& one) -> std::optional<PersonId> {
    const auto numbers = strands.of_log(one);
    return numbers.empty() ? std::nullopt : std::optional{strands.strand(numbers.front()).person};
  };
  const auto author = author_of(log);
  const auto kept = std::ranges::count_if(
      known_, [&](const auto& known) { return author_of(known.first) == author; });
  return static_cast<std::size_t>(kept) < limits::fork_proofs_of_person_max;
}

void Forks::put(const wire::ForkProof& proof, ByteVec record, Batch& batch) {
  const auto key = proof.log.view();
  batch.push_back(change::PutFact{FactKind::fork, {key.begin(), key.end()}, record});
  known_.insert_or_assign(proof.log, known_by(proof, std::move(record)));
  sought_.erase(proof.log);
}

void Forks::seek(const LogId& log) {
  if (!known_.contains(log)) sought_.insert(log);
}

std::optional<LogId> Forks::next_sought() {
  if (sought_.empty()) return std::nullopt;
  return sought_.extract(sought_.begin()).value();
}

}  // namespace kith::node
