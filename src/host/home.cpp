#include "host/home.hpp"

#include <utility>

#include "base/check.hpp"
#include "crypto/init.hpp"
#include "host/keyring.hpp"
#include "host/new_home.hpp"
#include "host/store_file.hpp"

namespace kith::host {
namespace {

Result<void, HomeError> refuse_unless_home(const HomePaths& paths) {
  const auto found = look_at(paths);
  if (!found) {
    return Fail<HomeError>{found.error()};
  }
  switch (*found) {
    case Found::nothing:
    case Found::other:
      return Fail<HomeError>{HomeError::no_home};
    case Found::unfinished:
      return Fail<HomeError>{HomeError::unfinished};
    case Found::broken:
      return Fail<HomeError>{HomeError::damaged};
    case Found::home:
      break;
  }
  return {};
}

// Looks twice: before a lock file is made where no home is, and again when it is ours.
Result<FolderLock, HomeError> hold(const HomePaths& paths) {
  if (const auto home = refuse_unless_home(paths); !home) {
    return Fail<HomeError>{home.error()};
  }
  auto lock = FolderLock::take(paths.lock);
  const auto still = lock ? refuse_unless_home(paths) : Result<void, HomeError>{};
  if (!still) {
    return Fail<HomeError>{still.error()};
  }
  return lock;
}

}  // namespace

Result<LockWay, HomeError> lock_way(const std::string& folder) {
  const auto paths = paths_of(folder);
  if (const auto home = refuse_unless_home(paths); !home) {
    return Fail<HomeError>{home.error()};
  }
  return keyring_way(paths).map_error([](KeyringError error) { return home_error_of(error); });
}

Home::Home(const HomePlace& place, FolderLock lock)
    : place_(place), paths_(paths_of(place.folder)), lock_(std::move(lock)) {}

Home::~Home() {
  if (mark_) {
    (void)mark_->advance(*store_);  // like a crash, where it fails
  }
}

Result<std::unique_ptr<Home>, HomeError> Home::create(const HomePlace& place, const Lock& lock,
                                                      const node::Batch& first,
                                                      const crypto::StretchParameters& stretch) {
  crypto::init();
  SystemEntropy entropy;
  const auto key = DatabaseKey::random(entropy);
  auto made = NewHome::begin(place, way_of(lock));
  if (!made) {
    return Fail<HomeError>{made.error()};
  }
  if (const auto done = write_keyring(made->paths(), key, lock, stretch, entropy); !done) {
    return Fail<HomeError>{home_error_of(done.error())};
  }
  {
    auto store = open_store(made->paths().database, key, entropy, store::Presence::may_be_new);
    if (!store) {
      return Fail<HomeError>{store.error()};
    }
    const auto settled = settle(**store, place, entropy, first);
    if (!settled) {
      return Fail<HomeError>{settled.error()};
    }
    made->also_remove(settled->path);
  }
  auto held = made->finish();
  if (!held) {
    return Fail<HomeError>{held.error()};
  }
  return open_held(place, std::move(*held), key);
}

Result<std::unique_ptr<Home>, HomeError> Home::open(const HomePlace& place, const Lock& lock) {
  crypto::init();
  const auto paths = paths_of(place.folder);
  auto held = hold(paths);
  if (!held) {
    return Fail<HomeError>{held.error()};
  }
  const auto key = unlock(paths, lock);
  if (!key) {
    return Fail<HomeError>{home_error_of(key.error())};
  }
  return open_held(place, std::move(*held), *key);
}

Result<std::unique_ptr<Home>, HomeError> Home::open_held(const HomePlace& place, FolderLock lock,
                                                         const DatabaseKey& key) {
  std::unique_ptr<Home> home{new Home{place, std::move(lock)}};
  auto store = open_store(home->paths_.database, key, home->entropy_, store::Presence::must_exist);
  if (!store) {
    return Fail<HomeError>{store.error()};
  }
  home->store_ = std::move(*store);
  auto mark = recognise(*home->store_, place);
  if (!mark) {
    return Fail<HomeError>{mark.error()};
  }
  if (*mark) {
    if (const auto done = (*mark)->advance(*home->store_); !done) {
      return Fail<HomeError>{done.error()};
    }
  }
  home->mark_ = std::move(*mark);
  return home;
}

Result<void, HomeError> Home::adopt(node::Batch also) {
  check(origin() == Origin::copied);
  auto settled = settle(*store_, place_, entropy_, std::move(also));
  if (!settled) {
    return Fail<HomeError>{settled.error()};
  }
  mark_ = std::move(settled->mark);
  return {};
}

Result<void, HomeError> Home::change_lock(const Lock& from, const Lock& to,
                                          const crypto::StretchParameters& stretch) {
  return rewrap(paths_, from, to, stretch, entropy_).map_error([](KeyringError error) {
    return home_error_of(error);
  });
}

}  // namespace kith::host
