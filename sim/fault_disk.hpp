// What a disk in memory that fails on purpose keeps: for each file what a reader sees, what is
// durable, and what lies between. Refuses to know SQLite's calls: sim/fault_vfs.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "sim/fault_vfs.hpp"

namespace kith::store::test {

inline constexpr std::size_t sector_bytes = 512;
inline constexpr std::size_t shm_region_bytes_max = 32 * 1024;

struct Change {  // not synced yet: bytes written, or (when empty) a new size
  std::size_t offset{};
  ByteVec bytes;
};

struct SharedMemory {
  std::vector<std::unique_ptr<std::array<std::uint8_t, shm_region_bytes_max>>> regions;
  std::array<std::set<const void*>, SQLITE_SHM_NLOCK> shared;
  std::array<const void*, SQLITE_SHM_NLOCK> exclusive{};
  std::set<const void*> users;
};

struct Inode {
  ByteVec now;
  ByteVec durable;
  std::vector<Change> changes;
  std::map<const void*, int> locks;  // who holds which of SQLite's file locks
  SharedMemory shm;
};

using Names = std::map<std::string, std::shared_ptr<Inode>>;

/// Writes bytes at their place; the file grows where they reach beyond it.
void put(ByteVec& file, std::size_t offset, ByteView bytes);
/// A flush: what was changed since the last one cannot be lost any more.
void make_durable(Inode& inode);

struct Disk {
  Names now;
  Names durable;
  Faults* faults{};
  DiskCounts counts;
  bool dead{};

  // Counts an operation of this kind; dead when a knob says so.
  bool dies(std::uint64_t* kind, std::uint64_t at) {
    ++counts.any;
    if (kind != nullptr) {
      ++*kind;
    }
    dead = dead || (kind != nullptr && at != 0 && *kind == at) ||
           (faults->dies_at_any != 0 && counts.any == faults->dies_at_any);
    return dead;
  }
};

}  // namespace kith::store::test
