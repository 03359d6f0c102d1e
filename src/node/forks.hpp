// Proofs that a log tells two stories: the first one that this device had of each, made here or
// told by others, and the logs of which one is still to be made. Refuses to know whom they are
// told, and sessions. Source: docs/protocol.md §7, §10.10.
#pragma once

#include <map>
#include <set>

#include "node/opener.hpp"
#include "node/strands.hpp"
#include "wire/fork_proof.hpp"

namespace kith::node {

class Forks {
 public:
  struct Known {
    ByteVec record;      // as it came
    Seq seq;             // of both first headers
    bool parts_there{};  // both hang from one link: before it there is one story
    Link left;           // of the first headers, the smaller one first
    Link right;
  };

  /// What is forked and has no proof yet is to be proven.
  /// Errors: damaged, and the store's.
  [[nodiscard]] static Result<Forks, StoreError> load(const Store& store, const Strands& strands);

  [[nodiscard]] const std::map<LogId, Known>& all() const { return known_; }
  [[nodiscard]] const Known* find(const LogId& log) const;
  /// False where limits::fork_proofs_of_person_max are kept of the log's author.
  [[nodiscard]] bool has_room(const Strands& strands, const LogId& log) const;
  /// Requires: it holds, and there is none of its log yet.
  void put(const wire::ForkProof& proof, ByteVec record, Batch& batch);

  /// More came of a log that is forked: a proof may be made of it now.
  void seek(const LogId& log);
  /// A log of which a proof is to be made. It is not named again before more comes of it.
  [[nodiscard]] std::optional<LogId> next_sought();

 private:
  [[nodiscard]] static Known known_by(const wire::ForkProof& proof, ByteVec record);

  std::map<LogId, Known> known_;
  std::set<LogId> sought_;
};

/// Of two stories that are held, from where they part; nothing where no signatures that are held
/// stand near enough.
[[nodiscard]] Result<std::optional<wire::ForkProof>, Refusal> proof_of_fork(const Store& store,
                                                                            const Strands& strands,
                                                                            Opener& opener,
                                                                            const LogId& log);

}  // namespace kith::node
