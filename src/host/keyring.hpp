// The small file that says how a home's database key is wrapped: under a passphrase, or under a key
// file beside the home. Knows nothing of the database.
//
//   "kith keyring 1\n" ‖ way u8 = 1 ‖ u64 passes ‖ u64 memory ‖ salt 16 ‖ nonce 24 ‖ sealed key 48
//   "kith keyring 1\n" ‖ way u8 = 2 ‖ nonce 24 ‖ sealed key 48
//
// A key file holds the 32 bytes of its key in hex, and a line feed.
#pragma once

#include "base/entropy.hpp"
#include "base/result.hpp"
#include "host/home_place.hpp"
#include "host/key_wrap.hpp"

namespace kith::host {

enum class KeyringError {
  missing,
  malformed,  // was damaged; under a passphrase most damage looks like a wrong one
  newer,      // of a later kith
  wrong_passphrase,
  other_way,  // locked the other way
  key_file_missing,
  key_file_malformed,
  key_file_wrong,   // of another home, or the keyring was damaged
  key_file_exists,  // it may be all that opens another home: never overwritten
  no_memory,
  full,
  denied,
  io,
};

/// What it means of the home: one that has no keyring, or a malformed one, was damaged.
[[nodiscard]] HomeError home_error_of(KeyringError error);

/// Which way a keyring is locked. Not authenticated: good for asking the right question.
[[nodiscard]] Result<LockWay, KeyringError> keyring_way(const HomePaths& paths);

[[nodiscard]] Result<DatabaseKey, KeyringError> unlock(const HomePaths& paths, const Lock& lock);

/// Writes the keyring of a new home, and its key file where that is its lock; both durable.
///
/// Requires: no keyring is there. `stretch` is within crypto's limits; a key file does not need it.
/// Errors:   key_file_exists, no_memory, full, denied, io; then the key file is not left behind.
[[nodiscard]] Result<void, KeyringError> write_keyring(const HomePaths& paths,
                                                       const DatabaseKey& key, const Lock& lock,
                                                       const crypto::StretchParameters& stretch,
                                                       Entropy& entropy);

/// Changes what opens the home; after a crash the old or the new does. The database key stays, so
/// whoever kept a copy of the old keyring and knows its passphrase can still open the database.
/// From one key file to another nothing is done.
///
/// Requires: the home's lock is held; `stretch` is within crypto's limits.
[[nodiscard]] Result<void, KeyringError> rewrap(const HomePaths& paths, const Lock& from,
                                                const Lock& to,
                                                const crypto::StretchParameters& stretch,
                                                Entropy& entropy);

}  // namespace kith::host
