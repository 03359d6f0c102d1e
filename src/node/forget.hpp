// Forgetting a body: what stands in its place, and what of the keys goes with it. Refuses to know
// who asked for it.
// Source: docs/protocol.md §4.4.
#pragma once

#include "node/contact.hpp"
#include "node/identity.hpp"
#include "node/opener.hpp"

namespace kith::node {

class Forgetting {
 public:
  Forgetting(const Store& store, const Strands& strands, Opener& opener, const Contacts& contacts,
             const Prekeys& prekeys)
      : store_(store), strands_(strands), opener_(opener), contacts_(contacts), prekeys_(prekeys) {}

  /// On every branch that the author told: the body, and what would derive its key again.
  [[nodiscard]] Result<void, Refusal> forget_body(EntryKey entry, Batch& batch);

 private:
  [[nodiscard]] Result<std::optional<BodyHash>, Refusal> forget_entry(EntryKey entry, ByteView lean,
                                                                      Batch& batch);
  [[nodiscard]] Result<void, Refusal> forget_leaf(StrandNumber strand, const wire::Place& place,
                                                  const BodyHash& hash, Batch& batch);
  [[nodiscard]] Result<void, Refusal> forget_boxes(EntryKey entry, const wire::Place& place,
                                                   ByteView without_its_body, Batch& batch);
  [[nodiscard]] std::vector<const seal::PairSecret*> pairs_with(const PersonId& author) const;
  [[nodiscard]] bool brings_back(const seal::BoxPlace& at, ByteView box, const LogId& log,
                                 EpochNumber epoch) const;

  const Store& store_;
  const Strands& strands_;
  Opener& opener_;
  const Contacts& contacts_;
  const Prekeys& prekeys_;
};

}  // namespace kith::node
