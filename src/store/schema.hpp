// The tables of a store and how older ones become today's: an ordered list of steps, one more with
// each release that changes them. A step that was released is never edited.
#pragma once

#include <span>

#include "store/statement.hpp"

namespace kith::store {

/// Steps of SQL; a store that took the first n of them says user_version = n.
using Steps = std::span<const char* const>;

[[nodiscard]] Steps schema_steps();

struct Version {
  std::int64_t steps_taken{};
};

/// Nothing when it could not be read; the result code is in `code`.
[[nodiscard]] std::optional<Version> version_of(Connection& connection, int& code);

/// Takes the steps that are missing, all in one transaction.
///
/// Requires: the store is not newer than `steps`.
/// Errors:   SQLite's extended result code; nothing was changed then.
[[nodiscard]] int migrate(Connection& connection, Steps steps);

}  // namespace kith::store
