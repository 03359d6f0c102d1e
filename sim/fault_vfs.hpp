// A disk in memory that fails on purpose: an SQLite VFS for tests of the store and for the
// simulator. It dies at a chosen write or sync, loses power (what was not synced is dropped, torn
// or reordered by a seed), runs full, fails an fsync, flips bits. Deterministic: same calls, same
// seed, same bytes. Refuses to know what is in its files; one process, one thread.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace kith::store::test {

/// Knobs. Operations are counted from 1 since the disk was made or last powered on; 0 means never.
struct Faults {
  std::uint64_t dies_at_write{};    // the write arrives, unsynced; from then on nothing works
  std::uint64_t dies_at_sync{};     // before it makes anything durable
  std::uint64_t dies_at_any{};      // counts writes, truncations, syncs and deletions together
  std::uint64_t full_from_write{};  // SQLITE_FULL from this write on, until set to 0
  std::uint64_t sync_fails_at{};    // SQLITE_IOERR_FSYNC once; nothing becomes durable by it
  bool operator==(const Faults&) const = default;
};

struct DiskCounts {
  std::uint64_t writes{};
  std::uint64_t syncs{};
  std::uint64_t any{};
};

struct Disk;

class FaultVfs {
 public:
  /// Registers an empty disk as an SQLite VFS, never the default one.
  explicit FaultVfs(std::string name);
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  Faults faults;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] DiskCounts counts() const;
  [[nodiscard]] bool dead() const;  // a knob killed it; power_loss() or process_death() revives it

  /// The machine stops, and starts again with what its disk has: for each file what was synced,
  /// plus a seeded choice of the 512-byte sectors, sizes, creations and deletions that were not.
  /// Bytes of a sector that no write touched stay (SQLite's POWERSAFE_OVERWRITE). Open connections
  /// only fail.
  void power_loss(std::uint64_t seed);

  /// The process stops; the disk keeps all that was written. Open connections only fail.
  void process_death();

  /// What a reader of the disk sees; empty when there is no such file.
  [[nodiscard]] ByteVec image(const std::string& path) const;
  void set_image(const std::string& path, ByteVec bytes);
  void remove(const std::string& path);
  void flip_bit(const std::string& path, std::uint64_t bit);
  [[nodiscard]] std::vector<std::string> paths() const;

 private:
  void restart(std::unique_ptr<Disk> disk);

  std::string name_;
  std::unique_ptr<sqlite3_vfs> face_;
  std::shared_ptr<Disk> disk_;
};

}  // namespace kith::store::test
