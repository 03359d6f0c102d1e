// A fork proof of what is held.
#include <algorithm>

#include "base/limits.hpp"
#include "log/fork.hpp"
#include "node/forks.hpp"
#include "node/open_refusal.hpp"
#include "node/parting.hpp"

namespace kith::node {
namespace {

// An honest fork parts where the first pair of spans does; an author who hung pieces in the air
// everywhere is not gone after for long.
constexpr std::size_t pairs_max = 32;

template <class T>
using Maybe = Result<std::optional<T>, Refusal>;

Maybe<wire::ForkBranch> branch_of(const Store& store, Opener& opener, StrandNumber strand, Seq from,
                                  const HeadRecord& head) {
  const auto before = opener.link_before({strand, from});
  if (!before) return Fail{refusal_for_holder(before.error())};
  std::vector<ByteVec> kept;
  const auto scanned = store.scan(strand, from, head.last.seq, [&](Seq, ByteView lean) {
    kept.emplace_back(lean.begin(), lean.end());
    return true;
  });
  if (!scanned) return Fail{refusal_of(scanned.error())};
  if (kept.size() != head.last.seq.value - from.value + 1) {
    return std::optional<wire::ForkBranch>{};
  }
  wire::ForkBranch branch{*before, {}, head.signature};
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto entry = wire::decode_entry(kept[i]);
    const auto place = opener.place_of({strand, {from.value + i}});
    if (!entry || !place) return Fail{Refusal::store_damaged};
    branch.headers.push_back(wire::header_of(entry->entry, *place));
  }
  return std::optional{std::move(branch)};
}

// From where they part, else from the last place that both have up to their signatures.
Maybe<wire::ForkProof> proof_from(const Store& store, Opener& opener, const LogId& log,
                                  const Sides& sides, Seq parting) {
  const auto one = store.head_from(sides.one, parting);
  const auto other = store.head_from(sides.other, parting);
  if (!one || !other) return Fail{refusal_of((one ? other : one).error())};
  if (!*one || !*other) return std::optional<wire::ForkProof>{};
  const auto last = std::max((*one)->last.seq, (*other)->last.seq);
  const auto fits = [&](Seq from) {
    return last.value - from.value < limits::fork_branch_headers_max;
  };
  const auto from = fits(parting) ? parting : std::min((*one)->last.seq, (*other)->last.seq);
  if (!fits(from)) return std::optional<wire::ForkProof>{};
  auto left = branch_of(store, opener, sides.one, from, **one);
  auto right = branch_of(store, opener, sides.other, from, **other);
  if (!left || !right) return Fail{(left ? right : left).error()};
  if (!*left || !*right) return std::optional<wire::ForkProof>{};
  auto proof = log::make_fork_proof(log, std::move(**left), std::move(**right));
  if (!log::verify_fork_proof(proof)) return std::optional<wire::ForkProof>{};
  return std::optional{std::move(proof)};
}

Maybe<wire::ForkProof> proof_between(const Store& store, const Strands& strands, Opener& opener,
                                     const LogId& log, const Sides& sides, std::size_t& pairs) {
  const auto& other_spans = strands.spans(sides.other);
  for (const auto& one : strands.spans(sides.one)) {
    for (const auto& other : other_spans) {
      const auto low = std::max(one.span.from, other.span.from);
      const auto next = std::min(one.span.next, other.span.next);
      if (!(low < next)) continue;
      if (pairs++ == pairs_max) return std::optional<wire::ForkProof>{};
      const auto parting = parting_within(opener, sides, low, next);
      if (!parting) return Fail{parting.error()};
      if (!*parting) continue;
      auto proof = proof_from(store, opener, log, sides, **parting);
      if (!proof || *proof) return proof;
    }
  }
  return std::optional<wire::ForkProof>{};
}

}  // namespace

Result<std::optional<wire::ForkProof>, Refusal> proof_of_fork(const Store& store,
                                                              const Strands& strands,
                                                              Opener& opener, const LogId& log) {
  const auto numbers = strands.of_log(log);
  std::size_t pairs = 0;
  for (auto one = numbers.begin(); one != numbers.end(); ++one) {
    for (auto other = one + 1; other != numbers.end() && pairs <= pairs_max; ++other) {
      auto proof = proof_between(store, strands, opener, log, {*one, *other}, pairs);
      if (!proof || *proof) return proof;
    }
  }
  return std::optional<wire::ForkProof>{};
}

}  // namespace kith::node
