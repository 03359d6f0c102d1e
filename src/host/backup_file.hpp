// A home in one file, sealed under a passphrase of its own, and a home made from such a file.
// Refuses to know what the store keeps; that no secret of a log is in a backup is store::back_up's.
//
//   "kith backup 1\n" ‖ u64 passes ‖ u64 memory ‖ salt 16 ‖ nonce 24 ‖ sealed key 48 ‖ the store
//
// Source: docs/protocol.md §8.1. The store's pages are 4096 bytes, each sealed at its place.
#pragma once

#include <string>
#include <variant>

#include "base/result.hpp"
#include "host/home.hpp"

namespace kith::host {

enum class BackupError {
  file_exists,  // one is never overwritten
  file_missing,
  file_damaged,      // no backup, or not whole, or changed since
  file_newer,        // of a later kith
  wrong_passphrase,  // or its first 118 bytes were changed: nobody can tell which
  no_memory,
  file_full,  // the disk that holds the backup, not the home
  file_denied,
  file_io,
};

/// What went wrong with the file, or with the home.
using BackupTrouble = std::variant<BackupError, HomeError>;

[[nodiscard]] std::string sentence(BackupError error, const std::string& file);
[[nodiscard]] std::string sentence(const BackupTrouble& trouble, const std::string& file,
                                   const HomePlace& place);

/// What stands before the pages.
inline constexpr std::size_t backup_header_bytes = 14 + stretched_wrap_bytes;

/// The key of the pages, out of a file's first bytes. May take the memory that they ask for.
/// Errors: file_newer, file_damaged, wrong_passphrase, no_memory.
[[nodiscard]] Result<DatabaseKey, BackupError> open_backup_header(ByteView header,
                                                                  const Passphrase& passphrase);

/// Writes all of the home as of its last commit, under a key made for this backup alone, into
/// FILE.part, makes it durable and renames it. A FILE.part that a crash left is replaced.
///
/// Needs room for the copy twice: once in the home's folder, sealed, then in the file. Memory is
/// constant.
///
/// Requires: `stretch` is within crypto's limits.
/// Errors:   file_exists, file_missing (its folder is not there), file_full, file_denied, file_io,
///           no_memory; of the home damaged, full, io. Then no file is left behind.
[[nodiscard]] Result<void, BackupTrouble> write_backup(
    Home& home, const std::string& file, const Passphrase& passphrase,
    const crypto::StretchParameters& stretch = stretch_of_people);

/// Makes a home from a backup and opens it. The restored store gets a new database key, so that the
/// backup's file and passphrase open that backup alone, never what is written afterwards. Its
/// origin is copied: the caller has no log to retire (none of their secrets is in it) and adopts.
///
/// Every page of the file is authenticated, and their count, before any of it counts. Needs room
/// for the store twice while it works. Memory is constant.
///
/// Requires: `stretch` is within crypto's limits.
/// Errors:   file_missing, file_damaged, file_newer, file_denied, file_io, wrong_passphrase,
///           no_memory; of the home as Home::create. Then all that was made is removed again.
[[nodiscard]] Result<std::unique_ptr<Home>, BackupTrouble> restore_backup(
    const std::string& file, const Passphrase& passphrase, const HomePlace& place,
    const Lock& new_lock, const crypto::StretchParameters& stretch = stretch_of_people);

}  // namespace kith::host
