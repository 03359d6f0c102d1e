// What I note for myself of how a promise to me went, and whether I note such things at all. In the
// self log only: it goes to my own devices and to nobody else. Plain values and their form.
// Source: docs/protocol.md §3.7; docs/kinds.md.
#pragma once

#include "base/bytes.hpp"
#include "kinds/body_fields.hpp"

namespace kith::kinds {

/// How it went, as I saw it; others are kept and counted as nothing.
enum class Went : std::uint64_t {
  came_through = 0,
  late = 1,
  partly = 2,
  not_done = 3,
  we_changed_it = 4,
};

struct Observation {
  PersonId person;
  std::uint64_t went{};           // Went, or one from the future
  WallTime at;                    // when it was to be, or was
  std::vector<std::string> tags;  // ascending
  std::optional<Reference> promise;
  std::optional<WallTime> promised;  // when the word was given: notice is from then to `at`
  bool operator==(const Observation&) const = default;
};

/// Whether I keep such notes; the newest counts.
struct Observing {
  bool on{};
  bool operator==(const Observing&) const = default;
};

void put(wire::CborWriter& out, const Observation& body);
void put(wire::CborWriter& out, const Observing& body);

[[nodiscard]] std::optional<Observation> observation_of(const Fields& fields);
[[nodiscard]] std::optional<Observing> observing_of(const Fields& fields);

}  // namespace kith::kinds
