#include "host/burn.hpp"

#include <unistd.h>

#include "crypto/init.hpp"
#include "host/folder_lock.hpp"
#include "host/keyring.hpp"
#include "host/new_home.hpp"
#include "host/origin.hpp"
#include "host/system_entropy.hpp"

namespace kith::host {
namespace {

Result<void, HomeError> refuse_unless_burnable(const HomePaths& paths) {
  const auto found = look_at(paths);
  if (!found) {
    return Fail<HomeError>{found.error()};
  }
  if (*found == Found::broken) {
    return Fail<HomeError>{HomeError::damaged};
  }
  if (*found != Found::home && *found != Found::unfinished) {
    return Fail<HomeError>{HomeError::no_home};
  }
  return {};
}

// Whether the key file goes too. A keyring that says nothing leaves it: it may be another's.
LockWay way_to_burn(const HomePaths& paths) {
  const auto way = keyring_way(paths);
  return way ? *way : unfinished_way(paths);
}

Result<void, HomeError> destroy(const std::string& path, Entropy& entropy) {
  const auto done = overwrite(path, entropy);
  if (!done && done.error() != DiskError::missing) {
    return Fail<HomeError>{home_error_of(done.error())};
  }
  return {};
}

}  // namespace

Result<void, HomeError> burn_home(const HomePlace& place) {
  crypto::init();
  const auto paths = paths_of(place.folder);
  if (const auto home = refuse_unless_burnable(paths); !home) {
    return home;
  }
  const auto lock = FolderLock::take(paths.lock);
  if (!lock) {
    return Fail<HomeError>{lock.error()};
  }
  if (const auto home = refuse_unless_burnable(paths); !home) {
    return home;
  }
  const auto way = way_to_burn(paths);
  SystemEntropy entropy;
  auto done = mark_unfinished(paths, way);
  // A full disk must not save a home; what follows needs no room.
  if (done || done.error() == HomeError::full) {
    done = destroy(paths.keyring, entropy);
  }
  // What a change of the lock left when it was cut short: the same secret, wrapped anew.
  if (done) {
    done = destroy(paths.keyring + ".new", entropy);
  }
  if (done && way == LockWay::key_file) {
    done = destroy(paths.key_file, entropy).and_then([&]() -> Result<void, HomeError> {
      return remove_file(paths.key_file).map_error([](DiskError e) { return home_error_of(e); });
    });
  }
  if (!done) {
    return done;
  }
  remove_mark(place);
  if (const auto removed = remove_home_files(paths); !removed) {
    return removed;
  }
  (void)remove_file(paths.lock);
  (void)::rmdir(paths.folder.c_str());
  (void)sync_folder(parent_of(paths.folder));
  return {};
}

}  // namespace kith::host
