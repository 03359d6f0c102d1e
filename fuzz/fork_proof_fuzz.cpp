// A fork proof without unknown keys has one encoding; checking it never stops the process, and two
// chains from one place, signed by their log, are a fork exactly where they differ at once.
#include "base/limits.hpp"
#include "fuzz/fixed_keys.hpp"
#include "fuzz/known_keys.hpp"
#include "fuzz/require.hpp"
#include "log/fork.hpp"
#include "log/link.hpp"

using namespace kith;
using fuzz::require;
using log::ForkFault;

namespace {

const crypto::LogKey& log_key() {
  static const auto key = fuzz::signing_key<crypto::LogKey>(3);
  return key;
}

wire::ForkBranch signed_by_its_log(wire::ForkBranch branch) {
  Link link = branch.previous;
  for (const auto& header : branch.headers) link = log::link_of(link, header);
  branch.signature = log::sign_head(log_key(), link);
  return branch;
}

bool is_chain(const wire::ForkBranch& branch) {
  for (std::size_t i = 1; i < branch.headers.size(); ++i) {
    const auto before = branch.headers[i - 1].place.seq;
    if (branch.headers[i].place.seq != before.successor()) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input{data, size};
  const auto proof = wire::decode_fork_proof(input);
  if (!proof) return 0;
  for (const auto* branch : {&proof->left, &proof->right}) {
    const auto count = branch->headers.size();
    require(count >= 1 && count <= limits::fork_branch_headers_max);
  }
  require(!fuzz::only_keys_below(3, input) || fuzz::equal(wire::encode_fork_proof(*proof), input));
  (void)log::verify_fork_proof(*proof);

  const auto& [left, right] = std::tie(proof->left, proof->right);
  const auto ours = log::make_fork_proof(log_key().public_key(), signed_by_its_log(left),
                                         signed_by_its_log(right));
  const auto read = wire::decode_fork_proof(wire::encode_fork_proof(ours));
  const auto verdict = log::verify_fork_proof(*read);
  const bool one_place = left.headers[0].place.seq == right.headers[0].place.seq;
  const bool one_story = left.previous == right.previous && left.headers[0] == right.headers[0];
  const bool chains = is_chain(left) && is_chain(right);
  require(verdict.has_value() == (one_place && !one_story && chains));
  require(verdict || verdict.error() ==
                         (one_place && !one_story ? ForkFault::broken_chain : ForkFault::no_fork));
  return 0;
}
