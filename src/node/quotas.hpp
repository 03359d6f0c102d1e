// How much of one person is taken in: in each circle a backlog at once and then so much a day, and
// so many logs. What is over it is refused, and shown; it may come later. Knows amounts and times;
// refuses to know what entries say. It bounds others alone, never what I write.
// Source: docs/protocol.md §10.6. The rule is GCRA (ITU-T I.371): of each amount one moment is
// kept, until which it is used up.
#pragma once

#include <cstdint>
#include <limits>
#include <map>

#include "node/store.hpp"

namespace kith::node {

/// So much at once, of which so much comes back in a day.
struct Rate {
  std::uint64_t at_once{};
  std::uint64_t a_day{};
};

struct QuotaRates {
  Rate entries{200'000, 50'000};  // of a person in a circle
  Rate bytes{std::uint64_t{64} * 1024 * 1024, std::uint64_t{8} * 1024 * 1024};  // ... as held
  Rate logs{1024, 128};  // of a person, in all circles
};

/// What a range would bring.
struct Arrival {
  PersonId person;
  CircleId circle;
  std::uint64_t entries{};
  std::uint64_t bytes{};
  bool new_log{};
};

class Quotas {
 public:
  struct Refused {
    PersonId person;
    CircleId circle;
    WallTime when;  // last
  };

  /// Errors: damaged, and the store's.
  [[nodiscard]] static Result<Quotas, StoreError> load(const Store& store);
  void set(const QuotaRates& rates) { rates_ = rates; }

  /// Counts it where all of it fits. False: nothing is counted, and the refusal is remembered.
  [[nodiscard]] bool take(const Arrival& arrival, WallTime now, Batch& batch);
  /// What was refused since the last call is to be kept, too.
  void keep_refusals(Batch& batch);
  /// Ascending by person, then circle.
  [[nodiscard]] std::vector<Refused> refused() const;

 private:
  struct Key {
    PersonId person;
    CircleId circle;  // zeros: all of them
    auto operator<=>(const Key&) const = default;
  };
  struct Used {  // until when
    WallTime entries;
    WallTime bytes;
    WallTime logs;
    WallTime refused;  // when last; 1970: never
    bool kept{true};
  };
  void put(const Key& key, const Used& used, Batch& batch);

  QuotaRates rates_;
  std::map<Key, Used> used_;
};

}  // namespace kith::node
