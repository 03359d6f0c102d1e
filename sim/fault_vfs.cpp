// The disk's face to SQLite; what a stop leaves of it is in fault_disk.cpp.
#include "sim/fault_vfs.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "base/check.hpp"
#include "sim/fault_disk.hpp"

namespace kith::store::test {
namespace {

struct File {
  sqlite3_file base{};
  std::shared_ptr<Disk> disk;
  std::shared_ptr<Inode> inode;
  std::string path;
};

File& of(sqlite3_file* base) { return *reinterpret_cast<File*>(base); }

int x_close(sqlite3_file* base) {
  auto& file = of(base);
  file.inode->locks.erase(base);
  file.~File();
  return SQLITE_OK;
}

int x_read(sqlite3_file* base, void* out, int amount, sqlite3_int64 offset) {
  auto& file = of(base);
  if (file.disk->dead) {
    return SQLITE_IOERR_READ;
  }
  const auto& bytes = file.inode->now;
  const auto wanted = static_cast<std::size_t>(amount);
  const auto from = std::min(static_cast<std::size_t>(offset), bytes.size());
  const auto had = std::min(wanted, bytes.size() - from);
  std::memset(out, 0, wanted);
  std::copy_n(bytes.data() + from, had, static_cast<std::uint8_t*>(out));
  return had == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int x_write(sqlite3_file* base, const void* bytes, int amount, sqlite3_int64 offset) {
  auto& file = of(base);
  auto& disk = *file.disk;
  if (disk.dead) {
    return SQLITE_IOERR_WRITE;
  }
  if (disk.faults->full_from_write != 0 && disk.counts.writes + 1 >= disk.faults->full_from_write) {
    ++disk.counts.writes;
    return SQLITE_FULL;
  }
  const auto* first = static_cast<const std::uint8_t*>(bytes);
  Change change{static_cast<std::size_t>(offset), ByteVec(first, first + amount)};
  put(file.inode->now, change.offset, change.bytes);
  file.inode->changes.push_back(std::move(change));
  return disk.dies(&disk.counts.writes, disk.faults->dies_at_write) ? SQLITE_IOERR_WRITE
                                                                    : SQLITE_OK;
}

int x_truncate(sqlite3_file* base, sqlite3_int64 size) {
  auto& file = of(base);
  if (file.disk->dead) {
    return SQLITE_IOERR_TRUNCATE;
  }
  file.inode->now.resize(static_cast<std::size_t>(size));
  file.inode->changes.push_back({static_cast<std::size_t>(size), {}});
  return file.disk->dies(nullptr, 0) ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

int x_sync(sqlite3_file* base, int) {
  auto& file = of(base);
  auto& disk = *file.disk;
  if (disk.dead || disk.dies(&disk.counts.syncs, disk.faults->dies_at_sync)) {
    return SQLITE_IOERR_FSYNC;
  }
  if (disk.counts.syncs == disk.faults->sync_fails_at) {
    return SQLITE_IOERR_FSYNC;
  }
  make_durable(*file.inode);
  const auto name = disk.now.find(file.path);
  if (name != disk.now.end() && name->second == file.inode) {
    disk.durable[file.path] = file.inode;  // fsync of a new file keeps its name too
  }
  return SQLITE_OK;
}

int x_file_size(sqlite3_file* base, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(of(base).inode->now.size());
  return of(base).disk->dead ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

int x_lock(sqlite3_file* base, int level) {
  auto& file = of(base);
  if (file.disk->dead) {
    return SQLITE_IOERR_LOCK;
  }
  for (const auto& [other, held] : file.inode->locks) {
    if (other == base) {
      continue;
    }
    const bool refused = level == SQLITE_LOCK_SHARED      ? held >= SQLITE_LOCK_PENDING
                         : level == SQLITE_LOCK_EXCLUSIVE ? held >= SQLITE_LOCK_SHARED
                                                          : held >= SQLITE_LOCK_RESERVED;
    if (refused) {
      return SQLITE_BUSY;
    }
  }
  auto& held = file.inode->locks[base];
  held = std::max(held, level);
  return SQLITE_OK;
}

int x_unlock(sqlite3_file* base, int level) {
  of(base).inode->locks[base] = level;
  return SQLITE_OK;
}

int x_check_reserved_lock(sqlite3_file* base, int* out) {
  const auto& locks = of(base).inode->locks;
  *out = std::any_of(locks.begin(), locks.end(),
                     [](const auto& lock) { return lock.second >= SQLITE_LOCK_RESERVED; });
  return SQLITE_OK;
}

int x_file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int x_sector_size(sqlite3_file*) { return static_cast<int>(sector_bytes); }
int x_device_characteristics(sqlite3_file*) { return 0; }

int x_shm_map(sqlite3_file* base, int region, int bytes, int extend, void volatile** out) {
  auto& file = of(base);
  check(bytes <= static_cast<int>(shm_region_bytes_max));
  if (file.disk->dead) {
    return SQLITE_IOERR_SHMMAP;
  }
  auto& shm = file.inode->shm;
  shm.users.insert(base);
  const auto index = static_cast<std::size_t>(region);
  while (extend != 0 && shm.regions.size() <= index) {
    shm.regions.push_back(std::make_unique<std::array<std::uint8_t, shm_region_bytes_max>>());
    shm.regions.back()->fill(0);
  }
  *out = index < shm.regions.size() ? shm.regions[index]->data() : nullptr;
  return SQLITE_OK;
}

int x_shm_lock(sqlite3_file* base, int offset, int count, int flags) {
  auto& file = of(base);
  auto& shm = file.inode->shm;
  const auto first = static_cast<std::size_t>(offset);
  const auto last = first + static_cast<std::size_t>(count);
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    for (auto slot = first; slot < last; ++slot) {
      shm.shared[slot].erase(base);
      shm.exclusive[slot] = shm.exclusive[slot] == base ? nullptr : shm.exclusive[slot];
    }
    return SQLITE_OK;
  }
  if (file.disk->dead) {
    return SQLITE_IOERR_SHMLOCK;
  }
  for (auto slot = first; slot < last; ++slot) {
    const auto mine = shm.shared[slot].count(base);
    if ((shm.exclusive[slot] != nullptr && shm.exclusive[slot] != base) ||
        (exclusive && shm.shared[slot].size() > mine)) {
      return SQLITE_BUSY;
    }
  }
  for (auto slot = first; slot < last; ++slot) {
    if (exclusive) {
      shm.exclusive[slot] = base;
    } else {
      shm.shared[slot].insert(base);
    }
  }
  return SQLITE_OK;
}

void x_shm_barrier(sqlite3_file*) {}

// The last one out leaves no index behind, as the last process would.
int x_shm_unmap(sqlite3_file* base, int) {
  auto& shm = of(base).inode->shm;
  shm.users.erase(base);
  if (shm.users.empty()) {
    shm.regions.clear();
  }
  return SQLITE_OK;
}

constexpr sqlite3_io_methods methods = {2,
                                        x_close,
                                        x_read,
                                        x_write,
                                        x_truncate,
                                        x_sync,
                                        x_file_size,
                                        x_lock,
                                        x_unlock,
                                        x_check_reserved_lock,
                                        x_file_control,
                                        x_sector_size,
                                        x_device_characteristics,
                                        x_shm_map,
                                        x_shm_lock,
                                        x_shm_barrier,
                                        x_shm_unmap,
                                        nullptr,
                                        nullptr};

using DiskSlot = std::shared_ptr<Disk>;

DiskSlot& disk_of(sqlite3_vfs* vfs) { return *static_cast<DiskSlot*>(vfs->pAppData); }

int x_open(sqlite3_vfs* vfs, const char* path, sqlite3_file* base, int flags, int* flags_out) {
  base->pMethods = nullptr;
  auto disk = disk_of(vfs);
  check(path != nullptr);  // whoever is above keeps temporary files in memory
  auto found = disk->now.find(path);
  if (disk->dead || (found == disk->now.end() && (flags & SQLITE_OPEN_CREATE) == 0)) {
    return SQLITE_CANTOPEN;
  }
  if (found == disk->now.end()) {
    found = disk->now.emplace(path, std::make_shared<Inode>()).first;
  }
  auto* file = new (base) File{};
  file->disk = disk;
  file->inode = found->second;
  file->path = path;
  file->base.pMethods = &methods;
  if (flags_out != nullptr) {
    *flags_out = flags;
  }
  return SQLITE_OK;
}

int x_delete(sqlite3_vfs* vfs, const char* path, int sync_directory) {
  auto& disk = *disk_of(vfs);
  if (disk.dead || disk.dies(nullptr, 0)) {
    return SQLITE_IOERR_DELETE;
  }
  if (disk.now.erase(path) == 0) {
    return SQLITE_IOERR_DELETE_NOENT;
  }
  if (sync_directory != 0) {
    disk.durable.erase(path);
  }
  return SQLITE_OK;
}

int x_access(sqlite3_vfs* vfs, const char* path, int, int* out) {
  *out = disk_of(vfs)->now.count(path) != 0 ? 1 : 0;
  return disk_of(vfs)->dead ? SQLITE_IOERR_ACCESS : SQLITE_OK;
}

int x_full_pathname(sqlite3_vfs*, const char* path, int bytes_max, char* out) {
  sqlite3_snprintf(bytes_max, out, "%s", path);
  return SQLITE_OK;
}

int x_randomness(sqlite3_vfs*, int bytes, char* out) {
  std::memset(out, 7, static_cast<std::size_t>(bytes));
  return bytes;
}

int x_sleep(sqlite3_vfs*, int micros) { return micros; }  // nobody else can let go meanwhile

int x_current_time(sqlite3_vfs*, double* days) {
  *days = 2460000.5;
  return SQLITE_OK;
}

}  // namespace

FaultVfs::FaultVfs(std::string name)
    : name_(std::move(name)),
      face_(std::make_unique<sqlite3_vfs>()),
      disk_(std::make_shared<Disk>()) {
  disk_->faults = &faults;
  face_->iVersion = 1;
  face_->szOsFile = static_cast<int>(sizeof(File));
  face_->mxPathname = 512;
  face_->zName = name_.c_str();
  face_->pAppData = &disk_;
  face_->xOpen = x_open;
  face_->xDelete = x_delete;
  face_->xAccess = x_access;
  face_->xFullPathname = x_full_pathname;
  face_->xRandomness = x_randomness;
  face_->xSleep = x_sleep;
  face_->xCurrentTime = x_current_time;
  check(sqlite3_vfs_register(face_.get(), 0) == SQLITE_OK);
}

FaultVfs::~FaultVfs() { (void)sqlite3_vfs_unregister(face_.get()); }

DiskCounts FaultVfs::counts() const { return disk_->counts; }
bool FaultVfs::dead() const { return disk_->dead; }

}  // namespace kith::store::test
