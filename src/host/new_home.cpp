#include "host/new_home.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "host/origin.hpp"
#include "host/store_file.hpp"

namespace kith::host {
namespace {

constexpr std::string_view with_passphrase = "kith unfinished 1\npassphrase\n";
constexpr std::string_view with_key_file = "kith unfinished 1\nkey file\n";
constexpr std::size_t unfinished_bytes_max = 256;

Result<void, HomeError> as_home_error(const Result<void, DiskError>& done) {
  return done.map_error([](DiskError error) { return home_error_of(error); });
}

Result<bool, HomeError> there(const std::string& path) {
  return exists(path).map_error([](DiskError error) { return home_error_of(error); });
}

Result<bool, HomeError> only_a_lock_in(const HomePaths& paths) {
  const auto names = names_in(paths.folder);
  if (!names && names.error() == DiskError::missing) {
    return false;  // it is a file
  }
  if (!names) {
    return Fail<HomeError>{home_error_of(names.error())};
  }
  return std::all_of(names->begin(), names->end(),
                     [&](const auto& name) { return paths.folder + "/" + name == paths.lock; });
}

// A key file is in the way, unless an unfinished home made it.
Result<void, HomeError> refuse_other_key_file(const HomePaths& paths, Found found) {
  const auto key_file = there(paths.key_file);
  if (!key_file) {
    return Fail<HomeError>{key_file.error()};
  }
  const bool ours = found == Found::unfinished && unfinished_way(paths) == LockWay::key_file;
  if (*key_file && !ours) {
    return Fail<HomeError>{HomeError::key_file_exists};
  }
  return {};
}

Result<void, HomeError> refuse_unless_free(const HomePaths& paths, LockWay way) {
  const auto found = look_at(paths);
  if (!found) {
    return Fail<HomeError>{found.error()};
  }
  switch (*found) {
    case Found::home:
    case Found::broken:
      return Fail<HomeError>{HomeError::home_exists};
    case Found::other:
      return Fail<HomeError>{HomeError::folder_taken};
    case Found::nothing:
    case Found::unfinished:
      break;
  }
  return way == LockWay::key_file ? refuse_other_key_file(paths, *found)
                                  : Result<void, HomeError>{};
}

}  // namespace

Result<Found, HomeError> look_at(const HomePaths& paths) {
  const auto folder = there(paths.folder);
  if (!folder || !*folder) {
    return folder.map([](bool) { return Found::nothing; });
  }
  const auto unfinished = there(paths.unfinished);
  const auto keyring = there(paths.keyring);
  const auto database = there(paths.database);
  for (const auto* asked : {&unfinished, &keyring, &database}) {
    if (!*asked) {
      return Fail<HomeError>{asked->error()};
    }
  }
  if (*unfinished) {
    return Found::unfinished;
  }
  if (*keyring || *database) {
    return *keyring && *database ? Found::home : Found::broken;
  }
  return only_a_lock_in(paths).map([](bool only) { return only ? Found::nothing : Found::other; });
}

Result<void, HomeError> mark_unfinished(const HomePaths& paths, LockWay way) {
  const auto text = way == LockWay::key_file ? with_key_file : with_passphrase;
  return as_home_error(replace(paths.unfinished, as_bytes(text)));
}

LockWay unfinished_way(const HomePaths& paths) {
  const auto text = read_small(paths.unfinished, unfinished_bytes_max);
  return text && as_text(*text) == with_key_file ? LockWay::key_file : LockWay::passphrase;
}

Result<void, HomeError> remove_home_files(const HomePaths& paths) {
  for (const auto& database : {paths.copy, paths.database}) {
    if (const auto done = remove_store(database); !done) {
      return done;
    }
  }
  for (const auto& file : {paths.keyring, paths.keyring + ".new", paths.unfinished + ".new",
                           paths.socket, paths.passing}) {
    if (const auto done = remove_file(file); !done) {
      return as_home_error(done);
    }
  }
  if (const auto done = remove_folder(paths.tor); !done) return as_home_error(done);
  return as_home_error(
      sync_folder(paths.folder).and_then([&] { return remove_file(paths.unfinished); }));
}

NewHome::NewHome(NewHome&& other) noexcept
    : paths_(std::move(other.paths_)),
      folders_(std::move(other.folders_)),
      outside_(std::move(other.outside_)),
      lock_(std::exchange(other.lock_, std::nullopt)) {
  other.folders_.clear();
  other.outside_.clear();
}

NewHome::~NewHome() {
  if (lock_) {
    for (const auto& file : outside_) {
      (void)remove_file(file);
    }
    (void)remove_home_files(paths_);
    (void)remove_file(paths_.lock);
  }
  for (auto folder = folders_.rbegin(); folder != folders_.rend(); ++folder) {
    (void)::rmdir(folder->c_str());
  }
}

Result<NewHome, HomeError> NewHome::begin(const HomePlace& place, LockWay way) {
  NewHome home{paths_of(place.folder)};
  if (const auto done = home.claim(place, way); !done) {
    return Fail<HomeError>{done.error()};
  }
  return home;
}

// Looks twice: before anything is touched, and again with the lock, when nobody else can change it.
Result<void, HomeError> NewHome::claim(const HomePlace& place, LockWay way) {
  if (const auto free = refuse_unless_free(paths_, way); !free) {
    return free;
  }
  if (const auto made = make_folders(paths_.folder, folders_); !made) {
    return Fail<HomeError>{made.error() == DiskError::exists ? HomeError::folder_taken
                                                             : home_error_of(made.error())};
  }
  auto lock = FolderLock::take(paths_.lock);
  if (!lock) {
    return Fail<HomeError>{lock.error()};
  }
  if (const auto free = refuse_unless_free(paths_, way); !free) {
    (void)remove_file(paths_.lock);
    return free;
  }
  lock_ = std::move(*lock);  // from here on there is something to undo
  return clear(place).and_then([&]() -> Result<void, HomeError> {
    if (::chmod(paths_.folder.c_str(), S_IRWXU) != 0) {
      return Fail<HomeError>{home_error_of(disk_error_of(errno))};
    }
    if (way == LockWay::key_file) {
      also_remove(paths_.key_file);
    }
    return mark_unfinished(paths_, way);
  });
}

Result<void, HomeError> NewHome::clear(const HomePlace& place) {
  remove_mark(place);
  if (unfinished_way(paths_) == LockWay::key_file) {
    if (const auto done = remove_file(paths_.key_file); !done) {
      return as_home_error(done);
    }
  }
  return remove_home_files(paths_);
}

Result<FolderLock, HomeError> NewHome::finish() {
  const auto done =
      remove_file(paths_.unfinished).and_then([&] { return sync_folder(paths_.folder); });
  if (!done) {
    return Fail<HomeError>{home_error_of(done.error())};
  }
  folders_.clear();
  outside_.clear();
  auto lock = std::move(*lock_);
  lock_.reset();
  return lock;
}

}  // namespace kith::host
