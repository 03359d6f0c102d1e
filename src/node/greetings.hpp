// What others call a circle into which they included me: the name that I see until I give my own.
// Refuses to know my own names.
// Source: docs/protocol.md §3.7 (greeting).
#pragma once

#include <map>
#include <string>

#include "node/store.hpp"

namespace kith::node {

class Greetings {
 public:
  struct Greeting {
    PersonId by;
    std::string name;
  };

  /// Errors: damaged, and the store's.
  [[nodiscard]] static Result<Greetings, StoreError> load(const Store& store);

  /// The first one stays: nobody renames a circle for me afterwards.
  void put(const CircleId& circle, Greeting greeting, Batch& batch);
  [[nodiscard]] const Greeting* find(const CircleId& circle) const;

 private:
  std::map<CircleId, Greeting> greetings_;
};

}  // namespace kith::node
