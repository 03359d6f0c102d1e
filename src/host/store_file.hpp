// Opening a store's file, with what goes wrong in the words of a home. Knows nothing of what it
// holds or where its key comes from.
#pragma once

#include <memory>
#include <string>

#include "base/entropy.hpp"
#include "base/result.hpp"
#include "host/home_place.hpp"
#include "store/sqlite_store.hpp"

namespace kith::host {

/// Requires: as SqliteStore::open. No other process uses the file.
/// Errors:   damaged, also when it is missing or of another key; newer_version, busy, full, denied,
///           io.
[[nodiscard]] Result<std::unique_ptr<store::SqliteStore>, HomeError> open_store(
    const std::string& path, const store::DatabaseKey& key, Entropy& entropy,
    store::Presence presence);

/// Removes a store's file, its log and its index.
[[nodiscard]] Result<void, HomeError> remove_store(const std::string& path);

}  // namespace kith::host
