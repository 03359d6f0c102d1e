// What stands in a forgotten body's place, and what takes that place: which stand-ins came from
// somebody who may have forgotten for themself alone, and what is put there when it comes. Refuses
// to know who sent it. Source: docs/protocol.md §10.9.
#pragma once

#include "node/opener.hpp"
#include "node/self.hpp"
#include "node/wanted.hpp"
#include "wire/range.hpp"

namespace kith::node {

class StandIns {
 public:
  StandIns(const Store& store, const Strands& strands, Opener& opener, WantedBodies& wanted)
      : store_(store), strands_(strands), opener_(opener), wanted_(wanted) {}

  using Outcome = Result<void, Refusal>;

  /// What of the range came by a stand-in just now is wanted, but what I forgot myself.
  [[nodiscard]] Outcome want(const wire::RangeView& range, StrandNumber strand, const Self& self,
                             Batch& batch);
  /// A body that is wanted, sealed as it was signed. Another than that is passed over.
  [[nodiscard]] Outcome put_body(const LogId& log, Seq seq, ByteView sealed, Batch& batch);
  /// Its author says that it is forgotten, and what its hash was.
  [[nodiscard]] Outcome put_gone(const LogId& log, Seq seq, const BodyHash& hash, Batch& batch);

 private:
  using PutIn = std::function<bool(wire::EntryView&)>;
  [[nodiscard]] Outcome replace(const LogId& log, Seq seq, const PutIn& put_in, Batch& batch);
  [[nodiscard]] Outcome replace(EntryKey key, const PutIn& put_in, Batch& batch);
  [[nodiscard]] Result<bool, Refusal> may_stand(EntryKey key, const wire::Place& place,
                                                const wire::EntryView& entry);

  const Store& store_;
  const Strands& strands_;
  Opener& opener_;
  WantedBodies& wanted_;
};

}  // namespace kith::node
