// How often what came from a person was not as the protocol says, while this node runs: said to its
// owner, who may ask. An older program, a fault and a trick look alike here. Refuses to know what
// was wrong.
#pragma once

#include <map>

#include "base/time.hpp"
#include "service/answer.hpp"
#include "service/open_home.hpp"

namespace kith::running {

class Breaches {
 public:
  struct Seen {
    std::uint64_t times{};
    WallTime since;
    WallTime last;
  };

  /// Of somebody who proved who they are.
  void note(const PersonId& person, WallTime now);
  /// Nothing, or nothing in the last week: then it begins anew.
  [[nodiscard]] const Seen* of(const PersonId& person, WallTime now) const;
  /// Of all, ascending by person.
  [[nodiscard]] service::Json to_json(service::OpenHome& home, WallTime now) const;

 private:
  std::map<PersonId, Seen> seen_;
};

[[nodiscard]] service::Json to_json(const Breaches::Seen* seen);

}  // namespace kith::running
