#include "log/fork.hpp"

#include <utility>

#include "log/link.hpp"

namespace kith::log {
namespace {

Link first_link(const wire::ForkBranch& branch) {
  return link_of(branch.previous, branch.headers.front());
}

Result<void, ForkFault> verify_branch(const LogId& log, const wire::ForkBranch& branch) {
  Link link = branch.previous;
  const wire::Header* last = nullptr;
  for (const auto& header : branch.headers) {
    if (last != nullptr && header.place.seq != last->place.seq.successor()) {
      return Fail{ForkFault::broken_chain};
    }
    link = link_of(link, header);
    last = &header;
  }
  if (!verify_head(log, link, branch.signature)) return Fail{ForkFault::bad_signature};
  return {};
}

}  // namespace

wire::ForkProof make_fork_proof(const LogId& log, wire::ForkBranch one, wire::ForkBranch other) {
  if (first_link(other) < first_link(one)) {
    std::swap(one, other);
  }
  return {log, std::move(one), std::move(other)};
}

Result<void, ForkFault> verify_fork_proof(const wire::ForkProof& proof) {
  if (proof.left.headers.front().place.seq != proof.right.headers.front().place.seq) {
    return Fail{ForkFault::no_fork};
  }
  const auto left = first_link(proof.left);
  const auto right = first_link(proof.right);
  if (left == right) return Fail{ForkFault::no_fork};
  if (right < left) return Fail{ForkFault::wrong_order};
  const auto left_holds = verify_branch(proof.log, proof.left);
  return left_holds ? verify_branch(proof.log, proof.right) : left_holds;
}

}  // namespace kith::log
