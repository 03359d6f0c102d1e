#include "host/backup_file.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/check.hpp"
#include "crypto/init.hpp"
#include "host/disk.hpp"
#include "host/keyring.hpp"
#include "host/new_home.hpp"
#include "host/sealed_pages.hpp"
#include "host/store_file.hpp"
#include "host/version_line.hpp"
#include "store/backup.hpp"

namespace kith::host {
namespace {

constexpr std::string_view title = "kith backup ";
constexpr std::string_view magic = "kith backup 1\n";
static_assert(backup_header_bytes == magic.size() + stretched_wrap_bytes);
constexpr std::size_t chunk_bytes = 64 * 1024;

using Done = Result<void, BackupTrouble>;

BackupError backup_error_of(DiskError error) {
  switch (error) {
    case DiskError::missing:
      return BackupError::file_missing;
    case DiskError::exists:
      return BackupError::file_exists;
    case DiskError::denied:
      return BackupError::file_denied;
    case DiskError::full:
      return BackupError::file_full;
    case DiskError::io:
      break;
  }
  return BackupError::file_io;
}

HomeError backup_error_of(store::BackupError error) {
  switch (error) {
    case store::BackupError::full:
      return HomeError::full;
    case store::BackupError::damaged:
      return HomeError::damaged;
    case store::BackupError::busy:
      return HomeError::busy;
    case store::BackupError::exists:
    case store::BackupError::io:
      break;
  }
  return HomeError::io;
}

Fail<BackupTrouble> trouble(BackupTrouble what) { return Fail<BackupTrouble>{what}; }

Done of_file(const Result<void, DiskError>& done) {
  return done.map_error([](DiskError error) { return BackupTrouble{backup_error_of(error)}; });
}

Done of_home(const Result<void, HomeError>& done) {
  return done.map_error([](HomeError error) { return BackupTrouble{error}; });
}

// What a crash left is ours to replace; what somebody else calls so is not.
Result<void, DiskError> clear_part(const std::string& part) {
  auto file = OpenFile::open(part, FileUse::read);
  if (!file) {
    return file.error() == DiskError::missing ? Result<void, DiskError>{}
                                              : Fail<DiskError>{file.error()};
  }
  std::array<std::uint8_t, magic.size()> begin{};
  const auto read = file->read(begin);
  if (!read || (!read->empty() && as_text(*read) != magic)) {
    return Fail<DiskError>{read ? DiskError::exists : read.error()};
  }
  return remove_file(part);
}

Done copy_rest(OpenFile& from, OpenFile& to) {
  ByteVec chunk(chunk_bytes);
  while (true) {
    const auto read = from.read(chunk);
    if (!read) {
      return trouble(home_error_of(read.error()));
    }
    if (read->empty()) {
      return of_file(to.sync());
    }
    if (const auto written = to.write(*read); !written) {
      return of_file(written);
    }
  }
}

Done write_part(const std::string& part, ByteView header, const std::string& copy) {
  auto from = OpenFile::open(copy, FileUse::read);
  if (!from) {
    return trouble(home_error_of(from.error()));
  }
  auto to = OpenFile::open(part, FileUse::make);
  if (!to) {
    return trouble(backup_error_of(to.error()));
  }
  auto done = of_file(to->write(header)).and_then([&] { return copy_rest(*from, *to); });
  if (!done) {
    (void)remove_file(part);
  }
  return done;
}

Done refuse_taken(const std::string& file) {
  const auto there = exists(file);
  if (!there || *there) {
    return trouble(there ? BackupError::file_exists : backup_error_of(there.error()));
  }
  return of_file(clear_part(file + ".part"));
}

struct Opened {
  OpenFile file;  // at the first page
  DatabaseKey key;
};

Result<Opened, BackupTrouble> open_backup(const std::string& path, const Passphrase& passphrase) {
  auto file = OpenFile::open(path, FileUse::read);
  if (!file) {
    return trouble(backup_error_of(file.error()));
  }
  std::array<std::uint8_t, backup_header_bytes> header{};
  const auto read = file->read(header);
  if (!read) {
    return trouble(backup_error_of(read.error()));
  }
  auto key = open_backup_header(*read, passphrase);
  if (!key) {
    return trouble(key.error());
  }
  return Opened{std::move(*file), std::move(*key)};
}

Done unpack(Opened& backup, const std::string& copy) {
  auto to = OpenFile::open(copy, FileUse::make);
  if (!to) {
    return trouble(home_error_of(to.error()));
  }
  const auto done = copy_sealed_pages(backup.file, *to, backup.key);
  if (done) {
    return {};
  }
  switch (done.error().side) {
    case PagesSide::pages:
      return trouble(BackupError::file_damaged);
    case PagesSide::from:
      return trouble(backup_error_of(done.error().disk));
    case PagesSide::to:
      break;
  }
  return trouble(home_error_of(done.error().disk));
}

// From the copy under the backup's key to the database under the home's own.
Done reseal(const HomePaths& paths, const DatabaseKey& from, const DatabaseKey& to,
            Entropy& entropy) {
  const auto copy = open_store(paths.copy, from, entropy, store::Presence::must_exist);
  if (!copy) {
    // Every page was sealed by a kith, so what does not open was never a store of ours.
    if (copy.error() == HomeError::damaged) {
      return trouble(BackupError::file_damaged);
    }
    if (copy.error() == HomeError::newer_version) {
      return trouble(BackupError::file_newer);
    }
    return trouble(copy.error());
  }
  const auto sizes = store::back_up((*copy)->place(), paths.database, to, entropy);
  if (!sizes) {
    return sizes.error() == store::BackupError::damaged ? trouble(BackupError::file_damaged)
                                                        : trouble(backup_error_of(sizes.error()));
  }
  return {};
}

// So that its origin is copied wherever it lies, were it at the very inode of the old one.
Done forget_install(const HomePaths& paths, const DatabaseKey& key, Entropy& entropy) {
  const auto store = open_store(paths.database, key, entropy, store::Presence::must_exist);
  if (!store) {
    return trouble(store.error());
  }
  const node::change::PutValue none{node::ValueName::install, {}};
  const auto done = (*store)->commit({none}, node::Durability::full);
  if (!done) {
    return trouble(home_error_of(done.error()));
  }
  return {};
}

Done fill(const HomePaths& paths, Opened& backup, const DatabaseKey& key, Entropy& entropy) {
  return unpack(backup, paths.copy)
      .and_then([&] { return reseal(paths, backup.key, key, entropy); })
      .and_then([&] { return of_home(remove_store(paths.copy)); })
      .and_then([&] { return forget_install(paths, key, entropy); });
}

}  // namespace

Result<DatabaseKey, BackupError> open_backup_header(ByteView header, const Passphrase& passphrase) {
  const auto version = version_line(header, title);
  if (version == VersionLine::newer) {
    return Fail<BackupError>{BackupError::file_newer};
  }
  if (version != VersionLine::ours || header.size() != backup_header_bytes) {
    return Fail<BackupError>{BackupError::file_damaged};
  }
  return unwrap(header, passphrase.view()).map_error([](WrapError error) {
    switch (error) {
      case WrapError::wrong_key:
        return BackupError::wrong_passphrase;
      case WrapError::no_memory:
        return BackupError::no_memory;
      case WrapError::malformed:
        break;
    }
    return BackupError::file_damaged;
  });
}

Result<void, BackupTrouble> write_backup(Home& home, const std::string& file,
                                         const Passphrase& passphrase,
                                         const crypto::StretchParameters& stretch) {
  if (const auto free = refuse_taken(file); !free) {
    return free;
  }
  const auto key = DatabaseKey::random(home.entropy());
  const auto header = wrap(as_bytes(magic), key, passphrase.view(), stretch, home.entropy());
  if (!header) {
    check(header.error() == WrapError::no_memory);  // the parameters are ours
    return trouble(BackupError::no_memory);
  }
  const auto& copy = home.paths().copy;
  if (const auto cleared = remove_store(copy); !cleared) {
    return of_home(cleared);
  }
  const auto sizes = store::back_up(home.database().place(), copy, key, home.entropy());
  if (!sizes) {
    return trouble(backup_error_of(sizes.error()));
  }
  const auto part = file + ".part";
  const auto written = write_part(part, *header, copy);
  (void)remove_store(copy);  // unreadable without the backup's key; the next backup clears it too
  if (!written) {
    return written;
  }
  const auto named = rename_new(part, file);
  if (!named) {
    (void)remove_file(part);
  }
  return of_file(named);
}

Result<std::unique_ptr<Home>, BackupTrouble> restore_backup(
    const std::string& file, const Passphrase& passphrase, const HomePlace& place,
    const Lock& new_lock, const crypto::StretchParameters& stretch) {
  crypto::init();
  auto backup = open_backup(file, passphrase);
  if (!backup) {
    return trouble(backup.error());
  }
  SystemEntropy entropy;
  const auto key = DatabaseKey::random(entropy);
  auto made = NewHome::begin(place, way_of(new_lock));
  if (!made) {
    return trouble(made.error());
  }
  if (const auto filled = fill(made->paths(), *backup, key, entropy); !filled) {
    return trouble(filled.error());
  }
  if (const auto done = write_keyring(made->paths(), key, new_lock, stretch, entropy); !done) {
    return trouble(home_error_of(done.error()));
  }
  auto lock = made->finish();
  if (!lock) {
    return trouble(lock.error());
  }
  return Home::open_held(place, std::move(*lock), key).map_error([](HomeError error) {
    return BackupTrouble{error};
  });
}

}  // namespace kith::host
