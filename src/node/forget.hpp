// Forgetting a body: what stands in its place, and what of the keys goes with it. Refuses to know
// who asked for it.
// Source: docs/protocol.md §4.4.
#pragma once

#include <functional>
#include <map>

#include "node/contact.hpp"
#include "node/handed.hpp"
#include "node/identity.hpp"
#include "node/opener.hpp"
#include "node/self.hpp"

namespace kith::node {

/// An entry as it is kept once its body is forgotten.
struct Forgotten {
  wire::Place place;
  BodyHash hash;
  ByteVec lean;  // with a stand-in for the body
};

/// Nothing where the entry has no body, or these keys do not open it.
[[nodiscard]] std::optional<Forgotten> without_body(const seal::LeafKeys& keys, const LogId& log,
                                                    const wire::PlacedEntry& placed);

/// The same entry, lean, with the boxes that `pick` picks replaced by their hashes; nothing where
/// it picks none.
[[nodiscard]] std::optional<ByteVec> without_boxes(const wire::EntryView& entry,
                                                   const std::function<bool(ByteView)>& pick);

/// What is kept of the entry once the batch is committed too: what one step changes twice is
/// changed on top of what it changed before.
[[nodiscard]] ByteView lean_now(EntryKey entry, ByteView stored, const Batch& batch);

/// Takes what would open the body out of the keys of an epoch; false where they did not open it.
bool puncture(seal::KeySet& keys, const LogId& log, const Forgotten& forgotten);
/// The same of a span that waits.
bool puncture(wire::Span& span, const LogId& log, const Forgotten& forgotten);
/// The span brings these and nothing else.
void put_keys(wire::Span& span, const seal::KeySet& keys);

/// The leaves that an epoch may have, whose entries stand here: from the first to the last seq.
struct EpochReach {
  Seq first;
  Seq last;
};
[[nodiscard]] EpochReach reach_of(const wire::Place& place);
/// True where both places are of one epoch, as far as their numbers tell.
[[nodiscard]] bool same_epoch(const wire::Place& one, const wire::Place& other);

/// What boxes for me, and for recovery keys of mine, may be sealed under.
struct BoxKeys {
  const Contacts& contacts;
  const Prekeys& prekeys;
  const Identity& identity;
  const Self& self;
};

class Forgetting {
 public:
  Forgetting(const Store& store, const Strands& strands, Opener& opener, Handed& handed,
             BoxKeys keys)
      : store_(store), strands_(strands), opener_(opener), handed_(handed), keys_(keys) {}

  /// On every branch that the author told: the body, and what would derive its key again.
  [[nodiscard]] Result<void, Refusal> forget_body(EntryKey entry, Batch& batch);
  /// What would derive the key of a body again: in records, in spans that wait, in boxes for me.
  [[nodiscard]] Result<void, Refusal> forget_key(const LogId& log, const Forgotten& forgotten,
                                                 Batch& batch);
  /// What it cost so far, of what others can make it cost.
  [[nodiscard]] std::size_t hints_made() const { return hints_made_; }

 private:
  [[nodiscard]] Result<void, Refusal> forget_records(const LogId& log, const Forgotten& forgotten,
                                                     Batch& batch);
  void forget_waiting(const LogId& log, const Forgotten& forgotten, Batch& batch);
  [[nodiscard]] Result<void, Refusal> forget_boxes(const LogId& log, EpochNumber epoch,
                                                   Batch& batch);
  struct BoxKey {
    const seal::OwnPrekey* prekey{};  // nothing: a recovery key of mine
    const seal::PairSecret* pair{};
  };
  using Hints = std::multimap<seal::BoxHint, BoxKey>;
  enum class ToRecovery { no, too };
  [[nodiscard]] Hints hints_at(const seal::BoxPlace& at, ToRecovery to_recovery);
  [[nodiscard]] std::vector<const seal::PairSecret*> pairs_with(const PersonId& author) const;
  [[nodiscard]] static bool brings_back(const seal::BoxPlace& at, const Hints& hints, ByteView box,
                                        const LogId& log, EpochNumber epoch);

  const Store& store_;
  const Strands& strands_;
  Opener& opener_;
  Handed& handed_;
  BoxKeys keys_;
  std::size_t hints_made_{};
};

}  // namespace kith::node
