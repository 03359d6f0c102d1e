// Opens entries that are held: finds the epoch that an entry belongs to, the keys that are held of
// it, and who hears it. Remembers the epochs asked last. Refuses to know what bodies say.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "node/batch.hpp"
#include "node/fresh_links.hpp"
#include "node/opened_ahead.hpp"
#include "node/papers.hpp"
#include "node/strands.hpp"
#include "seal/entry_seal.hpp"
#include "wire/meta.hpp"
#include "wire/range.hpp"

namespace kith::node {

enum class OpenFailure {
  not_held,
  no_key,      // nothing held opens it: a hole
  unreadable,  // does not open under the key that is held, or its meta is not what it has to be
  damaged,     // the store gives bytes that are no entry
  store_failed,
};

[[nodiscard]] inline OpenFailure failure_of(StoreError error) {
  return error == StoreError::damaged ? OpenFailure::damaged : OpenFailure::store_failed;
}

struct Opened {
  wire::Place place;
  wire::Meta meta;
  ByteVec body;  // the CBOR item; empty: none, or forgotten
  wire::BodyState body_state{};
  bool body_is_item{};  // false: what stands there is not one CBOR item
};

class Opener {
 public:
  Opener(const Store& store, const Strands& strands) : store_(store), strands_(strands) {}

  [[nodiscard]] Result<Opened, OpenFailure> open(EntryKey key);
  /// The same for bytes already read. Requires: they are what is held under `key`.
  [[nodiscard]] Result<Opened, OpenFailure> open(EntryKey key, ByteView lean);

  /// The keys that open a held entry; nothing where none does.
  [[nodiscard]] Result<std::optional<seal::LeafKeys>, OpenFailure> leaf_keys(EntryKey key);
  /// Every key held that may be the one of an entry at this place, itself held or not, until one
  /// fits. Stories of a forked log number their epochs alike: which key it is, only trying tells.
  using Fits = std::function<bool(seal::LeafKeys)>;
  [[nodiscard]] Result<void, OpenFailure> try_keys(StrandNumber strand, const wire::Place& place,
                                                   const Fits& fits);
  /// Whether keys of the entry are held, and the first one after it of which that need not be so:
  /// cheaper than opening them. Requires: all before `end` are held, in one record.
  struct Reach {
    bool opens{};
    Seq next;
  };
  [[nodiscard]] Result<Reach, OpenFailure> reach_of(EntryKey key, Seq end);
  /// Where an entry stands. Requires: it is held.
  [[nodiscard]] Result<wire::Place, OpenFailure> place_of(EntryKey key);
  /// Who hears an entry, by the last list of its story at or before it, in an aside by the first;
  /// nothing where that is not known here.
  [[nodiscard]] Result<std::optional<wire::AudienceList>, OpenFailure> audience_of(EntryKey key);
  /// The link of a held entry, and of the one before it.
  [[nodiscard]] Result<Link, OpenFailure> link_of(EntryKey key);
  [[nodiscard]] Result<Link, OpenFailure> link_before(EntryKey key);
  /// Those of what was just taken in, until it is indexed.
  [[nodiscard]] FreshLinks& fresh_links() { return fresh_links_; }

  /// The held entry right before this one in its log, also where another strand of a forked log
  /// holds it.
  [[nodiscard]] std::optional<EntryKey> before(EntryKey key);
  /// The held entries right after this one: several where the log was forked there.
  [[nodiscard]] std::vector<EntryKey> after(EntryKey key);

  /// Begins to open what a step takes in, under the keys that came with it or were held before;
  /// only where somebody opens ahead.
  void open_ahead(const change::PutEntries& put, std::span<const wire::PlacedEntry> placed,
                  const std::map<std::uint32_t, seal::KeySet>& brought);
  [[nodiscard]] OpenedAhead& opened_ahead() { return opened_ahead_; }

  /// Certificates and prekeys that were read before.
  [[nodiscard]] PapersRead& papers() { return papers_; }

  /// Forgets what it remembers of a strand: its epochs changed.
  void forget(StrandNumber strand);

 private:
  struct Epoch {
    EpochRecord record;  // without its keys
    Seq next_first;      // the first seq that cannot lie in it
    seal::KeySet keys;
  };
  [[nodiscard]] Result<const Epoch*, OpenFailure> epoch_at(EntryKey key);
  using Opening = OpenedAhead::Opening;
  [[nodiscard]] Result<Opening, OpenFailure> opening_of(EntryKey key, const wire::Place& place,
                                                        const wire::EntryView& entry);
  [[nodiscard]] Result<Seq, OpenFailure> end_of(const EpochRecord& record) const;
  [[nodiscard]] Result<Reach, OpenFailure> reach_of_near(EntryKey key, Seq end);
  struct Search;
  [[nodiscard]] Result<void, OpenFailure> search(Search& search, StrandNumber strand, Seq from,
                                                 Seq last);
  [[nodiscard]] Result<std::optional<EntryKey>, OpenFailure> lists_before(
      const EpochRecord& record);
  using Heard = Result<std::optional<wire::AudienceList>, OpenFailure>;
  [[nodiscard]] Heard last_list(EntryKey key);
  struct FirstList {
    Seq seq;
    ByteVec audience;
  };
  using OfStrand = std::optional<FirstList>;
  [[nodiscard]] Result<const OfStrand*, OpenFailure> first_list_in(StrandNumber strand);
  [[nodiscard]] Heard first_list(EntryKey key);

  const Store& store_;
  const Strands& strands_;
  std::map<EntryKey, Epoch> epochs_;  // by strand and first seq
  std::size_t key_bytes_{};           // what their keys took where they are kept, at most
  // By the first entry of a record without a list: of which record the list holds, if any does.
  std::map<EntryKey, std::optional<EntryKey>> lists_;
  std::map<StrandNumber, OfStrand> first_lists_;
  FreshLinks fresh_links_;
  OpenedAhead opened_ahead_;
  std::map<EntryKey, Link> links_;  // asked for and found; a held entry's never changes
  PapersRead papers_;
};

[[nodiscard]] wire::Place place_in(const EpochRecord& epoch, Seq seq);

}  // namespace kith::node
