// Two signed histories of one log, for anyone to check: its author told two stories.
// Knows the form; log/fork.hpp verifies.
//
//   {0: log, 1: [previous, headers, signature], 2: [previous, headers, signature]}
//
// Source: docs/protocol.md §7.
#pragma once

#include <vector>

#include "wire/header.hpp"
#include "wire/signed_record.hpp"

namespace kith::wire {

struct ForkBranch {
  Link previous;
  std::vector<Header> headers;  // 1 to limits::fork_branch_headers_max
  Signature signature;          // over the link of the last
};

struct ForkProof {
  LogId log;
  ForkBranch left;
  ForkBranch right;
};

[[nodiscard]] ByteVec encode_fork_proof(const ForkProof& proof);
[[nodiscard]] Result<ForkProof, RecordError> decode_fork_proof(ByteView record);

}  // namespace kith::wire
