// An SQLite VFS that lets nothing readable reach a disk: database, write-ahead log and rollback
// journal pass through a PageCipher on their way to the VFS below. One per database key, under a
// name of its own, so several homes live in one process. Refuses to know schemas, passphrases and
// paths.
//
// What it holds, and tests prove:
// - Every page, header and log frame on disk is sealed; no file shows SQLite's magic or any text.
// - A page that was changed, moved, or came from another home is never read as data: reading it is
//   SQLITE_IOERR_DATA, which no other layer returns, and `damage()` says where.
// - No page of the database keeps what its b-tree has no more: see btree_gap. A file is held below
//   128 GiB for that, and has no pointer maps.
// - A wrong key is SQLITE_NOTADB from sqlite3_open_v2 itself, before anything is written or
// deleted.
//   (SQLite alone would take the log of another key for rubbish, and delete it when closing.)
// - Whatever SQLite survives (kill -9, power loss, torn and reordered sectors, also of page 1 and
// in
//   the middle of a checkpoint, a full disk, a failing fsync) it survives through this VFS too.
//
// What it cannot hold:
// - Who can write to the disk twice can put an older state back: a whole file, but also one older
//   page at its old place, or a page of an older log generation at its place in a live log. Nothing
//   here counts versions; entries are signed and hash-linked above, so truth is not at stake there.
// - Damage inside a log that was not yet checkpointed looks like a torn tail: SQLite recovers the
//   transactions before it and drops the rest; `damage().log_ends` counts it but cannot tell it
//   from a crash. Of a database file cut to nothing without a log, nothing remains to tell it from
//   a new one (with a log it is refused).
// - File names, file sizes, the time and place of each write, and the log's index (-shm: page
//   numbers, salts and the log's running 64-bit checksum, no content) are not hidden.
// - Memory is not covered: pages in SQLite's cache are plain.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/entropy.hpp"
#include "store/page_cipher.hpp"

namespace kith::store {

struct VfsState;

/// What could not be opened since the VFS was made, in any of its files.
struct Damage {
  std::uint64_t pages{};  // reads that met a damaged page, each answered with SQLITE_IOERR_DATA
  std::optional<PagePlace> last;
  std::uint64_t log_ends{};  // recoveries that a sealed page ended: a crash's torn tail, or damage
};

class CryptVfs {
 public:
  /// Registers a VFS under `name` over the one called `below` (empty: SQLite's default).
  ///
  /// Requires: `name` is not taken; `below` exists; `entropy` outlives this and gives every page
  /// its
  ///           nonce, so it must never repeat: seeded in tests alone, not carried across a fork. It
  ///           is called for 24 bytes at a time, by one thread at a time; let it buffer.
  CryptVfs(const DatabaseKey& database_key, Entropy& entropy, std::string name,
           const std::string& below = {});
  /// Requires: every connection opened through it is closed.
  ~CryptVfs();
  CryptVfs(const CryptVfs&) = delete;
  CryptVfs& operator=(const CryptVfs&) = delete;

  /// The fourth argument of sqlite3_open_v2.
  [[nodiscard]] const char* name() const;

  [[nodiscard]] Damage damage() const;

 private:
  std::unique_ptr<VfsState> state_;
};

/// Makes a connection fit for a CryptVfs: reserved bytes and the pragmas that must precede
/// anything. Call it first after sqlite3_open_v2 and sqlite3_busy_timeout; it also recovers a log
/// left behind.
///
/// Errors: SQLite's (extended) result code: SQLITE_IOERR_DATA when damage() tells where,
///         SQLITE_BUSY when another process creates the same database, SQLITE_CANTOPEN when the
///         database would not enter WAL mode.
[[nodiscard]] int prepare(sqlite3* connection);

}  // namespace kith::store
