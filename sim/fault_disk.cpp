// What a stop leaves of a disk; see fault_disk.hpp.
#include "sim/fault_disk.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "base/check.hpp"

namespace kith::store::test {

void put(ByteVec& file, std::size_t offset, ByteView bytes) {
  file.resize(std::max(file.size(), offset + bytes.size()));
  std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(offset));
}

void make_durable(Inode& inode) {
  for (const auto& change : inode.changes) {
    if (change.bytes.empty()) {
      inode.durable.resize(change.offset);
    } else {
      put(inode.durable, change.offset, change.bytes);
    }
  }
  inode.changes.clear();
}

namespace {

// What is left of a file: each sector of each unsynced write arrived, or not, or in part.
ByteVec after_power_loss(const Inode& inode, std::mt19937_64& random) {
  ByteVec bytes = inode.durable;
  const auto keeps_of_8 = random() % 9;
  for (const auto& change : inode.changes) {
    if (change.bytes.empty()) {
      if (random() % 2 == 0) {
        bytes.resize(change.offset);
      }
      continue;
    }
    const ByteView written{change.bytes};
    for (std::size_t done = 0; done < written.size();) {
      const auto to_edge = sector_bytes - (change.offset + done) % sector_bytes;
      const auto piece = std::min(to_edge, written.size() - done);
      const bool arrives = random() % 8 < keeps_of_8;
      const auto arrived = arrives && random() % 16 == 0 ? random() % (piece + 1) : piece;
      if (arrives) {
        put(bytes, change.offset + done, written.subspan(done, arrived));
      }
      done += piece;
    }
  }
  return bytes;
}

std::shared_ptr<Inode> inode_with(ByteVec bytes) {
  auto inode = std::make_shared<Inode>();
  inode->now = bytes;
  inode->durable = std::move(bytes);
  return inode;
}

}  // namespace

void FaultVfs::power_loss(std::uint64_t seed) {
  std::mt19937_64 random{seed};
  std::set<std::string> all;
  for (const auto* names : {&disk_->now, &disk_->durable}) {
    for (const auto& [path, inode] : *names) {
      all.insert(path);
    }
  }
  auto disk = std::make_unique<Disk>();
  for (const auto& path : all) {
    const auto now = disk_->now.find(path);
    const auto durable = disk_->durable.find(path);
    const bool takes_now = random() % 2 == 0;  // a creation or deletion that was not synced
    const auto& names = takes_now ? disk_->now : disk_->durable;
    const auto chosen = takes_now ? now : durable;
    if (chosen != names.end()) {
      disk->now[path] = inode_with(after_power_loss(*chosen->second, random));
    }
  }
  restart(std::move(disk));
}

void FaultVfs::process_death() {
  auto disk = std::make_unique<Disk>();
  for (const auto& [path, inode] : disk_->now) {
    auto copy = inode_with(inode->now);
    copy->durable = inode->durable;
    copy->changes = inode->changes;
    disk->now[path] = std::move(copy);
  }
  for (const auto& [path, inode] : disk_->durable) {
    const auto now = disk_->now.find(path);
    const bool same = now != disk_->now.end() && now->second == inode;
    disk->durable[path] = same ? disk->now[path] : inode;
  }
  auto names = std::move(disk->durable);
  restart(std::move(disk));
  disk_->durable = std::move(names);
}

void FaultVfs::restart(std::unique_ptr<Disk> disk) {
  disk_->dead = true;
  faults = Faults{};
  disk->faults = &faults;
  disk->durable = disk->now;
  disk_ = std::move(disk);
}

ByteVec FaultVfs::image(const std::string& path) const {
  const auto found = disk_->now.find(path);
  return found == disk_->now.end() ? ByteVec{} : found->second->now;
}

void FaultVfs::set_image(const std::string& path, ByteVec bytes) {
  disk_->now[path] = inode_with(std::move(bytes));
  disk_->durable[path] = disk_->now[path];
}

void FaultVfs::remove(const std::string& path) {
  disk_->now.erase(path);
  disk_->durable.erase(path);
}

void FaultVfs::flip_bit(const std::string& path, std::uint64_t bit) {
  const auto found = disk_->now.find(path);
  check(found != disk_->now.end() && bit / 8 < found->second->now.size());
  auto& inode = *found->second;
  const auto at = static_cast<std::size_t>(bit / 8);
  inode.now[at] = static_cast<std::uint8_t>(inode.now[at] ^ (1U << (bit % 8)));
  inode.durable = inode.now;
  inode.changes.clear();
}

std::vector<std::string> FaultVfs::paths() const {
  std::vector<std::string> result;
  for (const auto& [path, inode] : disk_->now) {
    result.push_back(path);
  }
  return result;
}

}  // namespace kith::store::test
