// Takes in a range of someone's log: verifies it, finds the handovers that are for this device,
// and says where it belongs. Nothing of a log is kept before its papers are valid and its person is
// one whom I know. Refuses to know over what way the bytes came.
// Source: docs/protocol.md §6, §7.
#pragma once

#include <memory>

#include "log/strand.hpp"
#include "node/contact.hpp"
#include "node/heads.hpp"
#include "node/identity.hpp"
#include "node/opener.hpp"
#include "node/own_cards.hpp"

namespace kith::node {

struct Taken {
  StrandNumber strand;
  std::size_t fresh{};  // entries that were not held
  bool forked{};        // the author told two stories
  PersonId author;
  std::optional<std::size_t> used_card;  // the author's box opened under this unused card of mine
};

class Intake {
 public:
  struct Mine {
    const Identity& identity;
    const Prekeys& prekeys;
    const Contacts& contacts;
    const OwnCards& cards;
  };
  Intake(const Store& store, Strands& strands, Opener& opener, Mine mine)
      : store_(store), strands_(strands), opener_(opener), mine_(mine) {}

  /// Errors: bad_range, unknown_log, log_full, and the store's. Nothing is changed then.
  [[nodiscard]] Result<Taken, Refusal> take(ByteView range, WallTime now, Batch& batch);

 private:
  struct Found;  // what the boxes of a range brought

  [[nodiscard]] std::vector<PersonId> possible_authors(const LogId& log) const;
  void open_boxes(const wire::RangeView& range, Found& found) const;
  void try_box(const seal::BoxPlace& place, ByteView box, Found& found) const;
  [[nodiscard]] std::vector<const seal::PairSecret*> pairs_with(const PersonId& author) const;
  [[nodiscard]] Result<StrandRecord, Refusal> record_for(const wire::RangeView& range,
                                                         const Found& found) const;
  [[nodiscard]] Result<log::Placement, Refusal> place_range(const wire::RangeView& range,
                                                            const std::vector<Link>& links);
  void put_runs(const wire::RangeView& range, const std::vector<Link>& links,
                const log::Placement& placed, StrandNumber strand, WallTime now, Batch& batch);
  void queue_opened(const wire::RangeView& range, const Found& found, Batch& batch) const;
  [[nodiscard]] Result<void, Refusal> put_head(const wire::RangeView& range, StrandNumber strand,
                                               Batch& batch) const;
  [[nodiscard]] Result<std::optional<seal::LeafKeys>, Refusal> leaf_of(
      const wire::PlacedEntry& placed, const Found& found, StrandNumber strand);
  [[nodiscard]] Result<void, Refusal> put_epochs(const wire::RangeView& range, const Found& found,
                                                 const std::vector<log::Run>& fresh,
                                                 StrandNumber strand, Batch& batch);

  const Store& store_;
  Strands& strands_;
  Opener& opener_;
  Mine mine_;
};

}  // namespace kith::node
