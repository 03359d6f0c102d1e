// A copy of a store for a backup: another file under another key, without the secrets of own logs
// (a restored device starts new logs and so never forks an old one). Refuses to know passphrases
// and what wraps the file.
#pragma once

#include <cstdint>
#include <string>

#include "store/sqlite_store.hpp"

namespace kith::store {

enum class BackupError {
  exists,   // something lies at that path already
  full,     // no room
  damaged,  // the store itself cannot be read to its end
  busy,
  io,
};

struct BackupSizes {
  std::uint64_t source_bytes{};
  std::uint64_t backup_bytes{};
};

/// Copies the store as of its last commit into one new file at `path`; durable when it returns.
/// Nothing is left at `path` after an error. The copy opens as a SqliteStore under `key`.
///
/// It reads through a connection of its own, so another thread may go on committing to `source`
/// meanwhile. Memory is constant; the log of the source cannot shrink until it is done.
///
/// Requires: `entropy` is not used by another thread meanwhile (so not the one that `source` uses,
///           if that goes on).
[[nodiscard]] Result<BackupSizes, BackupError> back_up(const SqliteStore::Place& source,
                                                       const std::string& path,
                                                       const DatabaseKey& key, Entropy& entropy);

}  // namespace kith::store
