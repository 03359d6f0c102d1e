// The part of a home on disk: a folder with a keyring and an encrypted store, held by one process
// at a time. Knows which key opens it and whether it was copied; refuses to know what the store
// keeps.
//
//   DIR/            mode 0700
//     keyring       how the database key is wrapped (keyring.hpp)
//     home.db       the store, with -wal and -shm while it is open
//     lock          held while a process has the home open
//     socket        where a node that runs is asked (running/door.hpp)
//     passing       a bundle on its way through the page
//     tor/          of a tor that kith started for itself (running/tor_process.hpp)
//     unfinished    only while it is being made or burned
//   DIR.key         the key file, where no passphrase was wanted
#pragma once

#include <memory>
#include <optional>

#include "base/entropy.hpp"
#include "base/result.hpp"
#include "host/folder_lock.hpp"
#include "host/home_place.hpp"
#include "host/key_wrap.hpp"
#include "host/origin.hpp"
#include "host/system_entropy.hpp"
#include "node/store.hpp"
#include "store/sqlite_store.hpp"

namespace kith::host {

/// How a home is locked, without opening it: whether to ask for a passphrase.
///
/// Errors: no_home, unfinished, damaged, newer_version, denied, io.
[[nodiscard]] Result<LockWay, HomeError> lock_way(const std::string& folder);

class Home {
 public:
  /// Makes a home and opens it; its origin is here. `first` is in its store before it counts as a
  /// home: afterwards there is a whole home, or (unfinished, after a crash) none.
  ///
  /// Requires: `stretch` is within crypto's limits.
  /// Errors:   home_exists, folder_taken, key_file_exists (all three: nothing was changed), busy,
  ///           state_folder, no_memory, full, denied, io; then all that was made is removed again.
  [[nodiscard]] static Result<std::unique_ptr<Home>, HomeError> create(
      const HomePlace& place, const Lock& lock, const node::Batch& first = {},
      const crypto::StretchParameters& stretch = stretch_of_people);

  /// Opens what create or restore_backup made, and decides its origin. A home that is here counts
  /// one generation more, durably, before this returns; of a copied one nothing is changed.
  ///
  /// Errors: no_home, unfinished, wrong_passphrase, other_lock, key_file_missing, key_file_wrong,
  ///         damaged, newer_version, busy, full, denied, state_folder, no_memory, io.
  [[nodiscard]] static Result<std::unique_ptr<Home>, HomeError> open(const HomePlace& place,
                                                                     const Lock& lock);

  /// The same for who has just made it, and holds its lock and key already.
  [[nodiscard]] static Result<std::unique_ptr<Home>, HomeError> open_held(const HomePlace& place,
                                                                          FolderLock lock,
                                                                          const DatabaseKey& key);

  /// Counts one more generation, if the origin is here, so that a copy made until now is older than
  /// what is there; then closes the store and lets go of the lock.
  ~Home();
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;

  [[nodiscard]] node::Store& store() { return *store_; }
  [[nodiscard]] const store::SqliteStore& database() const { return *store_; }
  [[nodiscard]] Entropy& entropy() { return entropy_; }
  [[nodiscard]] const HomePaths& paths() const { return paths_; }

  /// Copied: write to no log that the store holds; retire them all, then adopt.
  [[nodiscard]] Origin origin() const { return mark_ ? Origin::here : Origin::copied; }

  /// Makes a copied home be here from now on. `also` is in the same commit: best, what retires its
  /// logs; who retired them in an earlier commit may leave it empty. After a crash or an error the
  /// origin is still copied, whatever of `also` was kept: do both again.
  ///
  /// Requires: origin() is copied.
  /// Errors:   state_folder, and those of a commit.
  [[nodiscard]] Result<void, HomeError> adopt(node::Batch also = {});

  /// Changes what opens the home from now on; after a crash it is the old or the new. See rewrap
  /// for what it cannot undo.
  ///
  /// Errors: wrong_passphrase, other_lock, key_file_missing, key_file_wrong (of `from`);
  ///         key_file_exists, no_memory, full, denied, io.
  [[nodiscard]] Result<void, HomeError> change_lock(
      const Lock& from, const Lock& to,
      const crypto::StretchParameters& stretch = stretch_of_people);

 private:
  Home(const HomePlace& place, FolderLock lock);

  HomePlace place_;
  HomePaths paths_;
  FolderLock lock_;  // let go of last
  SystemEntropy entropy_;
  std::unique_ptr<store::SqliteStore> store_;
  std::optional<Mark> mark_;
};

}  // namespace kith::host
