// A home while it is being made: what stands in a folder already, what may be replaced, and how all
// of it goes away again. Knows nothing of keys and of what a database holds.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "host/folder_lock.hpp"
#include "host/home_place.hpp"

namespace kith::host {

enum class Found {
  nothing,     // no folder, or an empty one (a lock file may be left in it)
  home,        // keyring and database
  broken,      // one of the two
  unfinished,  // making or burning it was cut short
  other,       // somebody else's files
};

/// Looks without changing anything. Errors: denied, io.
[[nodiscard]] Result<Found, HomeError> look_at(const HomePaths& paths);

/// Says durably, in the folder, that what is there is not a home (yet, or any more). Remembers
/// whether a key file beside it goes away with it.
[[nodiscard]] Result<void, HomeError> mark_unfinished(const HomePaths& paths, LockWay way);

/// The way that mark_unfinished was told; key_file only when it says so.
[[nodiscard]] LockWay unfinished_way(const HomePaths& paths);

/// Unlinks all that kith makes in a home's folder but the lock, the word that it is unfinished
/// last; so who is cut short can go on. Files of others stay.
[[nodiscard]] Result<void, HomeError> remove_home_files(const HomePaths& paths);

/// Makes room for a home and undoes everything that was made, unless it is finished.
class NewHome {
 public:
  /// Makes the folder, locks it and marks it unfinished; clears what an unfinished home left.
  ///
  /// Errors: home_exists, folder_taken, key_file_exists (nothing was changed then), busy, denied,
  ///         full, io.
  [[nodiscard]] static Result<NewHome, HomeError> begin(const HomePlace& place, LockWay way);
  NewHome(NewHome&& other) noexcept;
  NewHome& operator=(NewHome&&) = delete;
  NewHome(const NewHome&) = delete;
  NewHome& operator=(const NewHome&) = delete;
  ~NewHome();

  [[nodiscard]] const HomePaths& paths() const { return paths_; }

  /// A file outside the folder that goes too, should it come to that.
  void also_remove(const std::string& path) { outside_.push_back(path); }

  /// From here on it is a home. Hands over the lock.
  ///
  /// Requires: everything else in it is durable.
  [[nodiscard]] Result<FolderLock, HomeError> finish();

 private:
  explicit NewHome(HomePaths paths) : paths_(std::move(paths)) {}
  [[nodiscard]] Result<void, HomeError> claim(const HomePlace& place, LockWay way);
  [[nodiscard]] Result<void, HomeError> clear(const HomePlace& place);

  HomePaths paths_;
  std::vector<std::string> folders_;  // made here, outermost first
  std::vector<std::string> outside_;
  std::optional<FolderLock> lock_;
};

}  // namespace kith::host
