// What I hand out of the logs that I hold: ranges that end at held signatures, and handovers of my
// own past, going around what I forgot. Reads only. Refuses to know to whom it goes; whether they
// may have it is asked of hearing.
// Source: docs/protocol.md §5.1, §6.
#pragma once

#include "node/hearing.hpp"
#include "node/refusal.hpp"
#include "wire/handover.hpp"

namespace kith::node {

using Handovers = Result<std::vector<wire::Handover>, Refusal>;

class Serving {
 public:
  Serving(const Store& store, const Strands& strands, Opener& opener)
      : store_(store), strands_(strands), opener_(opener) {}

  template <class T>
  using Read = Result<T, Refusal>;

  struct Range {
    ByteVec bytes;
    Seq next;  // after its last entry
  };
  /// A range from the stretch's beginning on, up to a held signature within it and about
  /// `bytes_max`; nothing where that entry is not held, or no signature lies within.
  [[nodiscard]] Read<std::optional<Range>> range(StrandNumber strand, const Stretch& stretch,
                                                 std::size_t bytes_max);

  /// The stretch cut where ranges of about `bytes_max` end, ascending; what lies after the last
  /// held signature is left out.
  [[nodiscard]] Read<std::vector<Stretch>> cuts(StrandNumber strand, const Stretch& stretch,
                                                std::size_t bytes_max);

  /// The link of the last entry of a stretch that is held.
  [[nodiscard]] Read<Link> head_of(StrandNumber strand, const Stretch& stretch);

  /// A certificate of the log from an entry that states it and opens; nothing: there is none.
  [[nodiscard]] Read<std::optional<ByteVec>> certificate(StrandNumber strand);

  /// What opens a held stretch, as handovers that each fit a box; with the log's certificate where
  /// `named`, and with what its last epoch has yet to come for whoever hears that.
  enum class Naming { same_log, named };
  enum class Upto { last_entry, end_of_epoch };
  [[nodiscard]] Read<std::vector<wire::Handover>> handovers(StrandNumber strand,
                                                            const Stretch& stretch, Naming naming,
                                                            Upto upto = Upto::last_entry);

  /// The first entry that opens and claims no time before `time`; nothing: there is none. Requires:
  /// a log of my own, so that times grow.
  [[nodiscard]] Read<std::optional<Seq>> first_since(StrandNumber strand, WallTime time);

 private:
  struct Claimed {
    Seq seq;
    WallTime time;
  };
  [[nodiscard]] Read<std::optional<Claimed>> first_open(StrandNumber strand, Seq from, Seq end);
  [[nodiscard]] Read<std::optional<HeadRecord>> range_end(StrandNumber strand,
                                                          const Stretch& stretch,
                                                          std::size_t bytes_max);
  [[nodiscard]] Read<std::vector<wire::Span>> spans(StrandNumber strand, const Stretch& stretch,
                                                    Upto upto);
  [[nodiscard]] Read<wire::Span> span_of(const EntryKey& first, const wire::Place& place,
                                         LeafIndex last_leaf);

  const Store& store_;
  const Strands& strands_;
  Opener& opener_;
};

}  // namespace kith::node
