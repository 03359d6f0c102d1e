// What becomes known of logs that tell two stories.
#include <algorithm>

#include "log/fork.hpp"
#include "node/node.hpp"

namespace kith::node {

// Whoever has no room for the proof still knows: it is looked at until all of the log is marked.
Step<bool> Node::take_fork_proof(const wire::ForkProof& proof, ByteView record) {
  const auto numbers = strands_.of_log(proof.log);
  if (numbers.empty() || forks_.find(proof.log) != nullptr) return {{}, false};
  const auto unmarked = [&](StrandNumber number) { return !strands_.strand(number).forked; };
  const bool news = std::ranges::any_of(numbers, unmarked);
  const bool room = forks_.has_room(strands_, proof.log);
  if ((!room && !news) || !log::verify_fork_proof(proof)) return {{}, false};
  Batch batch;
  if (room) forks_.put(proof, {record.begin(), record.end()}, batch);
  for (const auto number : numbers) {
    strands_.mark_forked(number, batch);
    changed(number);
  }
  return {std::move(batch), true};
}

StepOf<bool> Node::prove_a_fork() {
  const auto log = forks_.next_sought();
  if (!log || !forks_.has_room(strands_, *log)) return Step<bool>{{}, false};
  const auto proof = proof_of_fork(store_, strands_, opener_, *log);
  spent_ = spent_ || (!proof && is_of_store(proof.error()));
  if (!proof) return Fail{proof.error()};
  if (!*proof) return Step<bool>{{}, false};
  Batch batch;
  forks_.put(**proof, wire::encode_fork_proof(**proof), batch);
  return Step<bool>{std::move(batch), true};
}

}  // namespace kith::node
