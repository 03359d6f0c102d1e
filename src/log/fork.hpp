// Proof that a log's author told two stories: made from what is held, checked by anyone.
// Punishes nothing; what to make of it is the reader's affair.
// Source: docs/protocol.md §7.
#pragma once

#include "wire/fork_proof.hpp"

namespace kith::log {

enum class ForkFault {
  no_fork,       // both branches tell one story, or do not begin at one place
  broken_chain,  // headers whose seqs do not follow one another
  wrong_order,   // the branch with the smaller first link comes first
  bad_signature,
};

/// A proof in its one order. Requires: both branches verified, with one log, beginning at one seq.
[[nodiscard]] wire::ForkProof make_fork_proof(const LogId& log, wire::ForkBranch one,
                                              wire::ForkBranch other);

[[nodiscard]] Result<void, ForkFault> verify_fork_proof(const wire::ForkProof& proof);

}  // namespace kith::log
