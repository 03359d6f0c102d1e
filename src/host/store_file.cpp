#include "host/store_file.hpp"

#include <filesystem>
#include <system_error>

#include "host/disk.hpp"
#include "store/page_cipher.hpp"

namespace kith::host {
namespace {

HomeError home_error_of(store::StoreOpenError error) {
  switch (error) {
    case store::StoreOpenError::missing:
    case store::StoreOpenError::wrong_key_or_damaged:
    case store::StoreOpenError::damaged:
      return HomeError::damaged;
    case store::StoreOpenError::newer_version:
      return HomeError::newer_version;
    case store::StoreOpenError::busy:
      return HomeError::busy;
    case store::StoreOpenError::full:
      return HomeError::full;
    case store::StoreOpenError::io:
      break;
  }
  return HomeError::io;
}

// A log could complete a torn last page. Without one SQLite counts it as whole, and finds out when
// it reads it.
bool ends_within_a_page(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  const auto log = exists(path + "-wal");
  return !error && size % store::page_bytes != 0 && log && !*log;
}

// SQLite would make it readable for all; its log and its index take the mode that it has.
Result<void, DiskError> keep_private(const std::string& path, store::Presence presence) {
  if (presence == store::Presence::may_be_new) {
    const auto made = OpenFile::open(path, FileUse::make);
    if (!made && made.error() != DiskError::exists) {
      return Fail<DiskError>{made.error()};
    }
  }
  for (const char* part : {"", "-wal", "-shm"}) {
    (void)make_private(path + part);  // some disks know no modes; the folder is closed anyway
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<store::SqliteStore>, HomeError> open_store(const std::string& path,
                                                                  const store::DatabaseKey& key,
                                                                  Entropy& entropy,
                                                                  store::Presence presence) {
  // SQLite would say that it cannot open it, and not why.
  const auto allowed = may_change(path);
  if (!allowed && allowed.error() == DiskError::denied) {
    return Fail<HomeError>{HomeError::denied};
  }
  if (presence == store::Presence::must_exist && ends_within_a_page(path)) {
    return Fail<HomeError>{HomeError::damaged};
  }
  if (const auto kept = keep_private(path, presence); !kept) {
    return Fail<HomeError>{home_error_of(kept.error())};
  }
  return store::SqliteStore::open(path, key, entropy, presence)
      .map_error([](store::StoreOpenError error) { return home_error_of(error); });
}

Result<void, HomeError> remove_store(const std::string& path) {
  for (const char* part : {"", "-wal", "-shm", "-journal"}) {
    if (const auto done = remove_file(path + part); !done) {
      return Fail<HomeError>{home_error_of(done.error())};
    }
  }
  return {};
}

}  // namespace kith::host
