#include "host/folder_lock.hpp"

#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>

namespace kith::host {
namespace {

constexpr int tries_max = 8;

// False when the file was removed, or replaced, between opening and locking it.
bool is_still_at(const std::string& path, const OpenFile& file) {
  struct stat there {};
  struct stat held {};
  return ::stat(path.c_str(), &there) == 0 && ::fstat(file.descriptor(), &held) == 0 &&
         there.st_dev == held.st_dev && there.st_ino == held.st_ino;
}

}  // namespace

Result<FolderLock, HomeError> FolderLock::take(const std::string& path) {
  for (int tries = 0; tries < tries_max; ++tries) {
    auto file = OpenFile::open(path, FileUse::make_anew);
    if (!file) {
      return Fail<HomeError>{home_error_of(file.error())};
    }
    if (::flock(file->descriptor(), LOCK_EX | LOCK_NB) != 0) {
      return Fail<HomeError>{errno == EWOULDBLOCK ? HomeError::busy
                                                  : home_error_of(disk_error_of(errno))};
    }
    if (is_still_at(path, *file)) {
      return FolderLock{std::move(*file)};
    }
  }
  return Fail<HomeError>{HomeError::busy};
}

}  // namespace kith::host
