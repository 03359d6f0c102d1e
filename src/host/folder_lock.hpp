// Holds a home for one process: an flock on a file inside it. Knows nothing of what the home keeps.
#pragma once

#include <string>

#include "base/result.hpp"
#include "host/disk.hpp"
#include "host/home_place.hpp"

namespace kith::host {

/// Held until it dies, or the process does. Exec does not inherit it; a fork does, so a child that
/// lives on without exec would hold it too.
class FolderLock {
 public:
  /// Makes the file if need be. Its holder may remove it: who then waits for the old file finds
  /// out.
  ///
  /// Errors: busy: another process, or another FolderLock of this one, holds it; denied, full, io.
  [[nodiscard]] static Result<FolderLock, HomeError> take(const std::string& path);

 private:
  explicit FolderLock(OpenFile file) : file_(std::move(file)) {}
  OpenFile file_;
};

}  // namespace kith::host
