// What ends soon: leases in my audience, mine in others', junctures that I take part in. Each is
// told in time, and once: within half a day again to whoever looks twice, and then no more. Refuses
// to renew anything.
#pragma once

#include <map>

#include "service/open_home.hpp"

namespace kith::service {

/// How long before it ends it is told.
inline constexpr std::chrono::days told_before_end{7};
/// For so long it is told to whoever looks again.
inline constexpr std::chrono::hours told_again_within{12};

class Ends {
 public:
  /// Errors: the store cannot be read.
  [[nodiscard]] static Outcome<Ends> of(OpenHome& home);
  /// Adds what ends soon in the circle to "leases" and "junctures", but for what was told already.
  /// Requires: what is held is indexed; both are there.
  [[nodiscard]] Outcome<void> add(node::CircleNumber circle, Json& into);
  /// All that was added counts as told from now on.
  [[nodiscard]] Outcome<void> keep_told();

 private:
  /// Of whom, to whom, where: what ends has a name of its own, and with another end it is another.
  struct End {
    CircleId circle;
    PersonId speaker;
    PersonId hearer;
    WallTime until;
    auto operator<=>(const End&) const = default;
  };
  explicit Ends(OpenHome& home) : home_(home), now_(home.now()) {}
  [[nodiscard]] bool is_to_tell(const End& end);
  void add_lease(node::CircleNumber circle, const PersonId& speaker, const wire::Hearer& hearer,
                 Json& leases);
  void add_leases(node::CircleNumber circle, Json& leases);
  [[nodiscard]] Outcome<bool> add_juncture(node::CircleNumber circle, Json& junctures);

  OpenHome& home_;
  WallTime now_;
  std::map<End, WallTime> told_;  // since when; with what is told now
};

}  // namespace kith::service
