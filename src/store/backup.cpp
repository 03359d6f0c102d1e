#include "store/backup.hpp"

#include <cstdint>
#include <string_view>

#include "base/check.hpp"

namespace kith::store {
namespace {

BackupError backup_error_of(int code) {
  switch (error_of(code)) {
    case node::StoreError::full:
      return BackupError::full;
    case node::StoreError::damaged:
      return BackupError::damaged;
    case node::StoreError::busy:
      return BackupError::busy;
    case node::StoreError::io:
      break;
  }
  return BackupError::io;
}

// A path as SQLite reads it out of a URI, with the VFS to open it through.
std::string uri_of(const std::string& path, const std::string& vfs) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._~";
  constexpr std::string_view digits = "0123456789abcdef";
  std::string uri = "file:";
  for (const char letter : path) {
    if (plain.find(letter) != std::string_view::npos) {
      uri += letter;
    } else {
      const auto byte = static_cast<std::uint8_t>(letter);
      uri += '%';
      uri += digits[byte >> 4];
      uri += digits[byte & 15];
    }
  }
  return uri + "?vfs=" + vfs;
}

struct Opened {
  explicit Opened(const std::string& path, const std::string& vfs) {
    sqlite3* handle = nullptr;
    code = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI,
                           vfs.c_str());
    connection = std::make_unique<Connection>(handle);
    if (code == SQLITE_OK) {
      connection->wait_while_busy();
      code = prepare(handle);
    }
  }

  std::unique_ptr<Connection> connection;
  int code{};
};

int measure(Connection& connection, std::uint64_t& bytes) {
  auto pages = connection.use("PRAGMA page_count");
  bytes = pages.row() ? static_cast<std::uint64_t>(pages.integer(0)) * page_bytes : 0;
  return pages.code();
}

// VACUUM INTO, not SQLite's backup calls: one read transaction, however much is written meanwhile;
// no free pages and no ghosts of old rows in the copy; and no VACUUM afterwards, which would build
// the whole copy in memory, where all that is temporary must stay.
int copy_all(const SqliteStore::Place& source, const std::string& uri, std::uint64_t& bytes) {
  Opened from{source.path, source.vfs};
  if (from.code != SQLITE_OK) {
    return from.code;
  }
  if (const int code = measure(*from.connection, bytes); code != SQLITE_OK) {
    return code;
  }
  return from.connection->use("VACUUM INTO ?1").with(std::string_view{uri}).run();
}

int drop_secrets(const std::string& path, const std::string& vfs, std::uint64_t& bytes) {
  Opened copy{path, vfs};
  int code = copy.code;
  for (const char* sql : {"UPDATE own_log SET secret = zeroblob(length(secret))",
                          "DELETE FROM own_log", "PRAGMA wal_checkpoint(TRUNCATE)"}) {
    code = code != SQLITE_OK ? code : copy.connection->run(sql);
  }
  return code != SQLITE_OK ? code : measure(*copy.connection, bytes);
}

}  // namespace

Result<BackupSizes, BackupError> back_up(const SqliteStore::Place& source, const std::string& path,
                                         const DatabaseKey& key, Entropy& entropy) {
  auto* below = sqlite3_vfs_find(source.vfs_below.empty() ? nullptr : source.vfs_below.c_str());
  check(below != nullptr);
  int exists = 0;
  if (below->xAccess(below, path.c_str(), SQLITE_ACCESS_EXISTS, &exists) != SQLITE_OK) {
    return Fail<BackupError>{BackupError::io};
  }
  if (exists != 0) {
    return Fail<BackupError>{BackupError::exists};
  }
  BackupSizes sizes;
  const auto name =
      source.vfs + "-backup-" + std::to_string(reinterpret_cast<std::uintptr_t>(&sizes));
  CryptVfs vfs{key, entropy, name, source.vfs_below};
  int code = copy_all(source, uri_of(path, name), sizes.source_bytes);
  code = code != SQLITE_OK ? code : drop_secrets(path, name, sizes.backup_bytes);
  if (code != SQLITE_OK) {
    for (const char* part : {"", "-wal", "-journal", "-shm"}) {
      (void)below->xDelete(below, (path + part).c_str(), 0);
    }
    return Fail<BackupError>{backup_error_of(code)};
  }
  return sizes;
}

}  // namespace kith::store
