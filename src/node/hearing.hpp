// Who may have what: of each strand held, the spans that a person hears, as far as I opened them
// and know who hears. What I serve, and what my answers are measured by, follows from this alone.
// Refuses to know sessions and bundles.
// Source: docs/protocol.md §6, §10.4.
#pragma once

#include <map>

#include "base/limits.hpp"
#include "node/opener.hpp"
#include "node/past_given.hpp"

namespace kith::node {

/// Entries [from, next) of a strand.
struct Stretch {
  Seq from;
  Seq next;
  auto operator<=>(const Stretch&) const = default;
};

class Hearing {
 public:
  Hearing(const Store& store, const Strands& strands, Opener& opener, const PastsGiven& pasts)
      : store_(store), strands_(strands), opener_(opener), pasts_(pasts) {}

  template <class T>
  using Read = Result<T, OpenFailure>;

  /// What I may serve of the strand to a device of `person`: ascending, neither touching nor
  /// overlapping. Of their own logs all that is held; of others what I opened and they hear; what
  /// was given to them later, as far as it lies before `pasts_end`.
  [[nodiscard]] Read<std::vector<Stretch>> served_to(const PersonId& person, StrandNumber strand,
                                                     Seq pasts_end = {limits::seq_max});
  /// Held entries of the strand that nothing held opens.
  [[nodiscard]] Read<std::vector<Stretch>> closed(StrandNumber strand);
  /// Whom an entry was addressed to and whom it was given to later, ascending; nothing where the
  /// audience is not known here.
  [[nodiscard]] Read<std::optional<std::vector<PersonId>>> hearers(EntryKey key);

  /// Keys, entries or audiences of the strand changed.
  void forget(StrandNumber strand) { known_.erase(strand); }

 private:
  struct Piece {
    Stretch stretch;
    bool opened{};
    std::optional<std::size_t> audience;  // which of them; nothing: not known
  };
  // Many pieces may have one audience, which is kept once.
  struct Pieces {
    std::vector<Piece> all;
    std::vector<std::vector<PersonId>> audiences;
  };
  [[nodiscard]] Read<const Pieces*> pieces_of(StrandNumber strand);
  [[nodiscard]] Read<Pieces> find_pieces(StrandNumber strand);

  const Store& store_;
  const Strands& strands_;
  Opener& opener_;
  const PastsGiven& pasts_;
  std::map<StrandNumber, Pieces> known_;
};

}  // namespace kith::node
