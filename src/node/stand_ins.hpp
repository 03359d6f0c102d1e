// What stands in a forgotten body's place, and what takes that place: which stand-ins came from
// somebody who may have forgotten for themself alone, and what is put there when it comes. Refuses
// to know who sent it. Source: docs/protocol.md §10.9.
#pragma once

#include <variant>

#include "node/opener.hpp"
#include "node/self.hpp"
#include "node/wanted.hpp"
#include "wire/range.hpp"

namespace kith::node {

/// A body, sealed as it was signed; or what its hash was, where its author has forgotten it.
using BodyOrHash = std::variant<ByteView, BodyHash>;

class StandIns {
 public:
  StandIns(const Store& store, const Strands& strands, Opener& opener, WantedBodies& wanted)
      : store_(store), strands_(strands), opener_(opener), wanted_(wanted) {}

  using Outcome = Result<void, Refusal>;

  /// What of the range came by a stand-in just now is wanted, but what I forgot myself.
  [[nodiscard]] Outcome want(const wire::RangeView& range, StrandNumber strand, const Self& self,
                             Batch& batch);
  /// Looks for those that found no room before, some entries of a strand, where there is room now.
  [[nodiscard]] Outcome want_more(const Self& self, Batch& batch);
  /// Where the body is wanted. Another than was signed is passed over.
  [[nodiscard]] Outcome replace(const LogId& log, Seq seq, const BodyOrHash& come, Batch& batch);

 private:
  [[nodiscard]] std::size_t room_for(const PersonId& author) const;
  [[nodiscard]] Outcome look_through(EntryKey from, std::size_t room, const Self& self,
                                     Batch& batch);
  [[nodiscard]] Outcome replace(EntryKey key, const BodyOrHash& come, Batch& batch);
  [[nodiscard]] Result<bool, Refusal> may_stand(EntryKey key, const wire::Place& place,
                                                const wire::EntryView& entry);

  const Store& store_;
  const Strands& strands_;
  Opener& opener_;
  WantedBodies& wanted_;
};

}  // namespace kith::node
