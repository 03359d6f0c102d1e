// Earlier entries that their author gave to someone on purpose: who hears them besides those whom
// they were addressed to. Knows how that is kept; refuses to know whether the giver may.
// Source: docs/protocol.md §5.1.
#pragma once

#include <map>

#include "node/store.hpp"
#include "wire/meta.hpp"

namespace kith::node {

class PastsGiven {
 public:
  struct Given {
    PersonId person;
    Seq first;
    Seq last;
    auto operator<=>(const Given&) const = default;
  };

  /// Errors: damaged, and the store's.
  [[nodiscard]] static Result<PastsGiven, StoreError> load(const Store& store);

  /// True where it was not known yet; of more than limits::pasts_given_max by one person nothing
  /// more is kept. Whether the log is the giver's to give is asked when it is
  /// used: it may not be held yet.
  bool put(const wire::PastGiven& past, const PersonId& giver, Batch& batch);

  /// What its author gave: ascending by person and first.
  [[nodiscard]] std::vector<Given> of(const LogId& log, const PersonId& author) const;
  /// Who was given that entry, ascending, each once.
  [[nodiscard]] std::vector<PersonId> of(const LogId& log, const PersonId& author, Seq seq) const;

 private:
  struct Key {
    PersonId giver;
    PersonId person;
    Seq first;
    auto operator<=>(const Key&) const = default;
  };
  std::map<LogId, std::map<Key, Seq>> given_;
  std::map<PersonId, std::size_t> told_;  // how many, by giver
};

}  // namespace kith::node
