// Whom I include in which circle: a fold over my own acts, from all my devices, in whatever order
// they come. Refuses to know other people's acts: none of them changes anything here.
//
// Someone from whom I parted by name, or whose lease is over, stands apart: what I do for several
// people at once leaves them out, until I include them by name.
//
// Each act names the acts about the same person and circle that its device had seen. Acts that no
// other names are the heads. Of concurrent heads parting wins, and of two leases the shorter holds.
// Source: docs/protocol.md §3.7; docs/glossary.md (include, part, lease).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "wire/audience_list.hpp"

namespace kith::audience {

struct Act {
  Reference id;  // of the entry that holds it
  CircleId circle;
  PersonId person;
  bool includes{};                // else parts
  std::optional<WallTime> until;  // of an inclusion: a lease
  std::vector<Reference> after;   // acts that it supersedes
  std::optional<WallTime> past;   // of an inclusion: also what I said from then on; 0: all
  bool leaving{};                 // of a parting: I left the circle, not this person
  WallTime at;                    // when, by the clock of the device
};

/// What holds between me and one person in one circle.
struct Standing {
  bool included{};
  std::optional<WallTime> until;
  std::optional<WallTime> parted{};  // by name; the last of several
  bool operator==(const Standing&) const = default;
};

/// Someone whom only an act about them alone includes again.
struct Apart {
  PersonId person;
  WallTime since;
  bool lapsed{};  // else I parted from them
  bool operator==(const Apart&) const = default;
};

class Acts {
 public:
  /// Idempotent; order does not matter.
  void add(const Act& act);

  /// Without any act: not included.
  [[nodiscard]] Standing standing(const CircleId& circle, const PersonId& person) const;

  /// What the next act about the person and circle has to name.
  [[nodiscard]] std::vector<Reference> heads(const CircleId& circle, const PersonId& person) const;

  /// Whom I include at `clock`, ascending; lapsed leases are out.
  [[nodiscard]] wire::AudienceList audience(const CircleId& circle, WallTime clock) const;

  /// Who stands apart at `clock`, ascending by person.
  [[nodiscard]] std::vector<Apart> apart(const CircleId& circle, WallTime clock) const;

  /// Everyone ever spoken of in the circle, with where they stand now, ascending.
  [[nodiscard]] std::vector<std::pair<PersonId, Standing>> standings(const CircleId& circle) const;

 private:
  struct Register {
    std::map<Reference, Act> acts;
    std::set<Reference> superseded;
  };
  [[nodiscard]] static Standing fold(const Register& acts);

  std::map<CircleId, std::map<PersonId, Register>> registers_;
};

}  // namespace kith::audience
