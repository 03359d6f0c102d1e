// Where a home lies, what opens it, and what can go wrong with it, in words. Refuses to open
// anything.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"
#include "host/disk.hpp"
#include "node/store.hpp"

namespace kith::host {

/// What this installation is, as arguments: tests have many machines.
struct HomePlace {
  std::string folder;
  std::string state_folder;  // where this installation keeps its marks; not part of the home
  std::string machine_id;    // as system_machine_id gives it
};

/// Of this machine, from /etc/machine-id; empty where there is none.
[[nodiscard]] std::string system_machine_id();

/// What kith puts into a home's folder, and the one file beside it.
struct HomePaths {
  std::string folder;
  std::string keyring;
  std::string database;
  std::string copy;        // of the database, while a backup is made or read; gone afterwards
  std::string unfinished;  // is there while a home is being made or burned
  std::string lock;
  std::string socket;    // of a node that runs
  std::string passing;   // a bundle on its way through the page; gone afterwards
  std::string tor;       // the folder of a tor of its own
  std::string key_file;  // beside the folder: DIR.key
};

[[nodiscard]] HomePaths paths_of(const std::string& folder);

/// What a person typed; wiped when it dies.
class Passphrase {
 public:
  explicit Passphrase(ByteVec typed) : typed_(std::move(typed)) {}
  Passphrase(Passphrase&& other) noexcept : typed_(std::move(other.typed_)) {}
  Passphrase& operator=(Passphrase&& other) noexcept {
    std::swap(typed_, other.typed_);
    return *this;
  }
  Passphrase(const Passphrase&) = delete;
  Passphrase& operator=(const Passphrase&) = delete;
  ~Passphrase() { crypto::wipe(typed_); }

  [[nodiscard]] ByteView view() const { return typed_; }

 private:
  ByteVec typed_;
};

/// The file beside the home: whoever has both reads everything.
struct KeyFile {};

using Lock = std::variant<Passphrase, KeyFile>;

enum class LockWay : std::uint8_t { passphrase = 1, key_file = 2 };

[[nodiscard]] inline LockWay way_of(const Lock& lock) {
  return std::holds_alternative<Passphrase>(lock) ? LockWay::passphrase : LockWay::key_file;
}

enum class HomeError {
  no_home,
  unfinished,    // making or burning it was cut short; nothing in it can be read
  home_exists,   // create: there is one already
  folder_taken,  // create: the folder holds something else
  wrong_passphrase,
  other_lock,  // a passphrase where a key file opens it, or the other way round
  key_file_missing,
  key_file_wrong,   // not a key file, or not of this home
  key_file_exists,  // a key file would be overwritten
  damaged,          // what was read is not what was written: restore
  newer_version,
  busy,  // another process has it open
  full,
  denied,        // permissions
  state_folder,  // the mark of this installation cannot be read or written
  no_memory,     // not enough for the passphrase's key
  io,
};

[[nodiscard]] HomeError home_error_of(DiskError error);
[[nodiscard]] HomeError home_error_of(node::StoreError error);

/// One sentence or two for a person: what, why, what to do.
[[nodiscard]] std::string sentence(HomeError error, const HomePlace& place);

}  // namespace kith::host
