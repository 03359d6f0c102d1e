// Whom I was offered, by whom, with what words. What I answered stands in my contacts and my self
// log. Refuses to know whether any of it is true.
// Source: docs/protocol.md §9.4.
#pragma once

#include <map>

#include "kinds/body.hpp"
#include "node/store.hpp"

namespace kith::node {

struct Offer {
  Reference id;  // of the entry in the tie
  PersonId person;
  PersonId by;
  std::string name;  // what the introducer calls them
  std::optional<std::string> note;
  std::optional<CircleId> circle;
};

class Offers {
 public:
  /// Errors: damaged, and the store's.
  [[nodiscard]] static Result<Offers, StoreError> load(const Store& store);

  /// Idempotent.
  void put(Offer offer, Batch& batch);
  [[nodiscard]] const Offer* find(const Reference& id) const;
  /// Ascending by id.
  [[nodiscard]] const std::map<Reference, Offer>& all() const { return offers_; }

 private:
  std::map<Reference, Offer> offers_;
};

}  // namespace kith::node
