// Small files and folders, written so that a crash leaves the old or the new: what POSIX offers,
// with errors as values. Knows nothing of what is in a file or of homes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/entropy.hpp"
#include "base/result.hpp"

namespace kith::host {

enum class DiskError {
  missing,
  exists,
  denied,  // permissions, or a disk that is read alone
  full,
  io,
};

/// What errno means here.
[[nodiscard]] DiskError disk_error_of(int number);

enum class FileUse {
  read,
  change,     // read and write what is there
  make,       // mode 0600; there must be none
  make_anew,  // mode 0600; what was there is cut to nothing
};

/// An open regular file that closes itself and is not inherited across exec.
class OpenFile {
 public:
  /// Errors: as DiskError; io as well for what is no regular file.
  [[nodiscard]] static Result<OpenFile, DiskError> open(const std::string& path, FileUse use);
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&& other) noexcept;
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile();

  /// Reads from where the last one ended; fewer bytes than asked for at the end of the file.
  [[nodiscard]] Result<ByteSpan, DiskError> read(ByteSpan out);
  [[nodiscard]] Result<void, DiskError> write(ByteView bytes);
  [[nodiscard]] Result<void, DiskError> write_at(std::uint64_t offset, ByteView bytes);
  [[nodiscard]] Result<std::uint64_t, DiskError> size() const;
  [[nodiscard]] Result<void, DiskError> sync();
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

/// A small file's bytes; more than `bytes_max` of them are io. Wiping them is the caller's.
[[nodiscard]] Result<ByteVec, DiskError> read_small(const std::string& path, std::size_t bytes_max);

/// Makes a file that must not be there yet; durable, with its name, when it returns. After an error
/// there is none.
[[nodiscard]] Result<void, DiskError> write_new(const std::string& path, ByteView bytes);

/// Writes path.new, makes it durable and renames it: after a crash the old or the new is there.
[[nodiscard]] Result<void, DiskError> replace(const std::string& path, ByteView bytes);

/// Renames, unless something is at `to`; the name is durable when it returns.
[[nodiscard]] Result<void, DiskError> rename_new(const std::string& from, const std::string& to);

/// Writes random bytes over all of a file, in place, and makes them durable.
[[nodiscard]] Result<void, DiskError> overwrite(const std::string& path, Entropy& entropy);

/// Something, of whatever kind, has that name.
[[nodiscard]] Result<bool, DiskError> exists(const std::string& path);

/// Whether this process may read and write a file; without opening it, since closing it again would
/// drop the locks that SQLite holds on it.
[[nodiscard]] Result<void, DiskError> may_change(const std::string& path);

/// Gives a file mode 0600, if it is there; without opening it.
[[nodiscard]] Result<void, DiskError> make_private(const std::string& path);

/// A file that is not there is removed already.
[[nodiscard]] Result<void, DiskError> remove_file(const std::string& path);

/// The number by which its file system knows a file or folder.
[[nodiscard]] Result<std::uint64_t, DiskError> inode_of(const std::string& path);

/// Makes the names in a folder durable.
[[nodiscard]] Result<void, DiskError> sync_folder(const std::string& path);

/// How many bytes this user may still write to the disk that it lies on.
[[nodiscard]] Result<std::uint64_t, DiskError> room_at(const std::string& path);

/// A folder with all that is in it; one that is not there is removed already.
[[nodiscard]] Result<void, DiskError> remove_folder(const std::string& path);

/// The folder that a path lies in.
[[nodiscard]] std::string parent_of(const std::string& path);

/// Names in a folder, ascending, without . and ..
[[nodiscard]] Result<std::vector<std::string>, DiskError> names_in(const std::string& folder);

/// Makes a folder and those above it, mode 0700; appends those that were not there to `made`, also
/// when it fails.
[[nodiscard]] Result<void, DiskError> make_folders(const std::string& path,
                                                   std::vector<std::string>& made);

}  // namespace kith::host
