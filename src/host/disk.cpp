#include "host/disk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <utility>

namespace kith::host {
namespace {

constexpr mode_t file_mode = 0600;
constexpr mode_t folder_mode = 0700;
constexpr std::size_t noise_bytes = 4096;

using DiskDone = Result<void, DiskError>;

Fail<DiskError> disk_failed() { return Fail<DiskError>{disk_error_of(errno)}; }

int flags_of(FileUse use) {
  switch (use) {
    case FileUse::read:
      return O_RDONLY | O_NONBLOCK;  // a pipe must not make us wait for its other end
    case FileUse::change:
      return O_RDWR | O_NONBLOCK;
    case FileUse::make:
      return O_RDWR | O_CREAT | O_EXCL;
    case FileUse::make_anew:
      break;
  }
  return O_RDWR | O_CREAT | O_TRUNC;
}

DiskDone write_and_sync(OpenFile& file, ByteView bytes) {
  return file.write(bytes).and_then([&] { return file.sync(); });
}

}  // namespace

DiskError disk_error_of(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:  // nothing can be called so there
      return DiskError::missing;
    case EEXIST:
      return DiskError::exists;
    case EACCES:
    case EPERM:
    case EROFS:
      return DiskError::denied;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:  // this file system, or this user, may have no larger one
      return DiskError::full;
    default:
      return DiskError::io;
  }
}

OpenFile::OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) {
    (void)::close(descriptor_);
  }
}

Result<OpenFile, DiskError> OpenFile::open(const std::string& path, FileUse use) {
  OpenFile file{::open(path.c_str(), flags_of(use) | O_CLOEXEC, file_mode)};
  struct stat about {};
  if (file.descriptor_ < 0 || ::fstat(file.descriptor_, &about) != 0) {
    return disk_failed();
  }
  if (!S_ISREG(about.st_mode)) {
    return Fail<DiskError>{DiskError::io};
  }
  return file;
}

Result<ByteSpan, DiskError> OpenFile::read(ByteSpan out) {
  std::size_t filled = 0;
  while (filled < out.size()) {
    const auto count = ::read(descriptor_, out.data() + filled, out.size() - filled);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return disk_failed();
    }
    if (count == 0) {
      break;
    }
    filled += static_cast<std::size_t>(count);
  }
  return out.first(filled);
}

Result<void, DiskError> OpenFile::write(ByteView bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return disk_failed();
    }
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void, DiskError> OpenFile::write_at(std::uint64_t offset, ByteView bytes) {
  if (::lseek(descriptor_, static_cast<off_t>(offset), SEEK_SET) < 0) {
    return disk_failed();
  }
  return write(bytes);
}

Result<std::uint64_t, DiskError> OpenFile::size() const {
  struct stat about {};
  if (::fstat(descriptor_, &about) != 0) {
    return disk_failed();
  }
  return static_cast<std::uint64_t>(about.st_size);
}

Result<void, DiskError> OpenFile::sync() {
  if (::fsync(descriptor_) != 0) {
    return disk_failed();
  }
  return {};
}

Result<ByteVec, DiskError> read_small(const std::string& path, std::size_t bytes_max) {
  auto file = OpenFile::open(path, FileUse::read);
  const auto size =
      file ? file->size() : Result<std::uint64_t, DiskError>{Fail<DiskError>{file.error()}};
  if (!size) {
    return Fail<DiskError>{size.error()};
  }
  if (*size > bytes_max) {
    return Fail<DiskError>{DiskError::io};
  }
  ByteVec bytes(static_cast<std::size_t>(*size));
  const auto read = file->read(bytes);
  if (!read) {
    return Fail<DiskError>{read.error()};
  }
  bytes.resize(read->size());
  return bytes;
}

Result<void, DiskError> write_new(const std::string& path, ByteView bytes) {
  auto file = OpenFile::open(path, FileUse::make);
  if (!file) {
    return Fail<DiskError>{file.error()};
  }
  const auto written =
      write_and_sync(*file, bytes).and_then([&] { return sync_folder(parent_of(path)); });
  if (!written) {
    (void)::unlink(path.c_str());
  }
  return written;
}

Result<void, DiskError> replace(const std::string& path, ByteView bytes) {
  const auto fresh = path + ".new";
  auto file = OpenFile::open(fresh, FileUse::make_anew);
  if (!file) {
    return Fail<DiskError>{file.error()};
  }
  auto done = write_and_sync(*file, bytes);
  if (done && ::rename(fresh.c_str(), path.c_str()) != 0) {
    done = disk_failed();
  }
  if (!done) {
    (void)::unlink(fresh.c_str());
    return done;
  }
  return sync_folder(parent_of(path));
}

Result<void, DiskError> rename_new(const std::string& from, const std::string& to) {
  int code = ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE);
  if (code != 0 && errno == EINVAL) {  // a file system that cannot promise it
    const auto taken = exists(to);
    if (!taken || *taken) {
      return Fail<DiskError>{taken ? DiskError::exists : taken.error()};
    }
    code = ::rename(from.c_str(), to.c_str());
  }
  if (code != 0) {
    return disk_failed();
  }
  return sync_folder(parent_of(to));
}

Result<void, DiskError> overwrite(const std::string& path, Entropy& entropy) {
  auto file = OpenFile::open(path, FileUse::change);
  const auto size =
      file ? file->size() : Result<std::uint64_t, DiskError>{Fail<DiskError>{file.error()}};
  if (!size) {
    return Fail<DiskError>{size.error()};
  }
  std::array<std::uint8_t, noise_bytes> noise{};
  for (auto left = *size; left > 0;) {
    const auto piece = ByteSpan{noise}.first(std::min<std::uint64_t>(left, noise.size()));
    entropy.fill(piece);
    if (const auto written = file->write(piece); !written) {
      return written;
    }
    left -= piece.size();
  }
  return file->sync();
}

Result<bool, DiskError> exists(const std::string& path) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) == 0) {
    return true;
  }
  const auto error = disk_error_of(errno);
  if (error != DiskError::missing) {
    return Fail<DiskError>{error};
  }
  return false;
}

Result<void, DiskError> may_change(const std::string& path) {
  if (::faccessat(AT_FDCWD, path.c_str(), R_OK | W_OK, AT_EACCESS) != 0) {
    return disk_failed();
  }
  return {};
}

Result<void, DiskError> make_private(const std::string& path) {
  if (::chmod(path.c_str(), file_mode) == 0 || errno == ENOENT) {
    return {};
  }
  return disk_failed();
}

Result<void, DiskError> remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && disk_error_of(errno) != DiskError::missing) {
    return disk_failed();
  }
  return {};
}

Result<std::uint64_t, DiskError> inode_of(const std::string& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) {
    return disk_failed();
  }
  return static_cast<std::uint64_t>(about.st_ino);
}

Result<std::uint64_t, DiskError> room_at(const std::string& path) {
  struct statvfs about {};
  if (::statvfs(path.c_str(), &about) != 0) {
    return disk_failed();
  }
  return static_cast<std::uint64_t>(about.f_bavail) * about.f_frsize;
}

Result<void, DiskError> remove_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (error) {
    return Fail<DiskError>{disk_error_of(error.value())};
  }
  return {};
}

Result<void, DiskError> sync_folder(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) {
    return disk_failed();
  }
  DiskDone done;
  // Some file systems have nothing to flush for a folder, and say so.
  if (::fsync(descriptor) != 0 && errno != EINVAL) {
    done = disk_failed();
  }
  (void)::close(descriptor);
  return done;
}

std::string parent_of(const std::string& path) {
  const auto slash = path.find_last_of('/');
  if (slash == std::string::npos) {
    return ".";
  }
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<std::vector<std::string>, DiskError> names_in(const std::string& folder) {
  const std::unique_ptr<DIR, int (*)(DIR*)> open{::opendir(folder.c_str()), ::closedir};
  if (open == nullptr) {
    return disk_failed();
  }
  std::vector<std::string> names;
  errno = 0;
  while (const auto* found = ::readdir(open.get())) {
    const std::string name = found->d_name;
    if (name != "." && name != "..") {
      names.push_back(name);
    }
    errno = 0;
  }
  if (errno != 0) {
    return disk_failed();
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<void, DiskError> make_folders(const std::string& path, std::vector<std::string>& made) {
  struct stat about {};
  if (::stat(path.c_str(), &about) == 0) {
    return S_ISDIR(about.st_mode) ? DiskDone{} : DiskDone{Fail<DiskError>{DiskError::exists}};
  }
  const auto above = parent_of(path);
  if (errno != ENOENT || above == path) {
    return disk_failed();
  }
  if (const auto done = make_folders(above, made); !done) {
    return done;
  }
  if (::mkdir(path.c_str(), folder_mode) == 0) {
    made.push_back(path);
    return sync_folder(above);
  }
  return errno == EEXIST ? DiskDone{} : DiskDone{disk_failed()};
}

}  // namespace kith::host
