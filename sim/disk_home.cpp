#include "sim/disk_home.hpp"

#include <utility>

#include "base/check.hpp"
#include "sim/same_store.hpp"
#include "store/backup.hpp"

namespace kith::sim {
namespace {

constexpr std::array files{"home", "home-wal"};

// SQLite knows its disks by name, the whole process over.
std::string next_name() {
  static std::uint64_t disks = 0;
  return "sim-disk-" + std::to_string(++disks);
}

store::DatabaseKey key_number(std::uint8_t number) {
  auto key = store::DatabaseKey::blank();
  for (auto& byte : key.writable()) byte = number;
  return key;
}

}  // namespace

DiskHome::Twin::Twin(const Began* began) {
  if (began == nullptr) {
    store = std::make_unique<store::MemoryStore>();
    return;
  }
  disk = std::make_unique<store::test::FaultVfs>(next_name());
  disk->set_image(files[0], began->home);
  auto opened = store::SqliteStore::open(files[0], key_number(began->key), entropy,
                                         store::Presence::must_exist, disk->name());
  check(opened.has_value());
  store = std::move(*opened);
}

void DiskHome::Twin::keep(const node::Batch& batch) {
  check(store->commit(batch, node::Durability::full).has_value());
}

DiskHome::DiskHome(std::uint64_t seed) : DiskHome(seed, 1, nullptr, {}) {
  check(open(store::Presence::may_be_new));
  fallen_ = false;
}

DiskHome::DiskHome(std::uint64_t seed, std::uint8_t key, const ByteVec& home)
    : DiskHome(seed, key, std::make_shared<const Began>(Began{home, key}), {}) {
  disk_->set_image(files[0], home);
  check(open(store::Presence::must_exist));
  fallen_ = false;
}

DiskHome::DiskHome(std::uint64_t seed, std::uint8_t key, std::shared_ptr<const Began> began,
                   const Past& past)
    : seed_(seed),
      key_(key),
      entropy_(seed),
      disk_(std::make_unique<store::test::FaultVfs>(next_name())),
      began_(std::move(began)),
      acknowledged_(began_.get()),
      fallen_(true) {
  for (const auto& batch : past) keep(batch);
}

bool DiskHome::open(store::Presence presence) {
  store_.reset();
  auto opened =
      store::SqliteStore::open("home", key_number(key_), entropy_, presence, disk_->name());
  if (!opened) return false;
  store_ = std::move(*opened);
  return true;
}

void DiskHome::keep(const std::shared_ptr<const node::Batch>& batch) {
  acknowledged_.keep(*batch);
  past_.push_back(batch);
}

bool DiskHome::commit(const node::Batch& batch, node::Durability durability) {
  if (fallen_) return false;
  if (batch.empty()) return true;  // as service/open_home does: it promises nothing
  waiting_.push_back(std::make_shared<const node::Batch>(batch));
  const auto done = store_->commit(batch, durability);
  if (!done) {
    under_way_ = true;
    full_ = done.error() == node::StoreError::full && !disk_->dead();
    fallen_ = true;
    return false;
  }
  if (durability == node::Durability::full) keep_waiting();
  fallen_ = disk_->dead();
  return true;
}

bool DiskHome::flush() {
  if (fallen_) return false;
  fallen_ = !store_->flush().has_value();
  if (fallen_) return false;
  keep_waiting();
  fallen_ = disk_->dead();
  return true;
}

void DiskHome::keep_waiting() {
  for (const auto& kept : std::exchange(waiting_, {})) keep(kept);
}

std::string DiskHome::difference_in(const std::set<node::StrandNumber>& strands) const {
  if (fallen_ || !waiting_.empty()) return {};
  return sim::difference_in(*acknowledged_.store, *store_, strands);
}

void DiskHome::stop(Stop how, std::uint64_t seed) {
  full_ = false;
  fallen_ = true;
  lost_power_ = lost_power_ || how == Stop::power;
  if (how == Stop::power) {
    disk_->power_loss(seed);
  } else {
    disk_->process_death();
  }
  store_.reset();
}

// What is there beyond what was acknowledged is there from the front. A process that died takes
// nothing along of what it had written; a machine may.
std::string DiskHome::hold_against(bool lost_power) {
  const auto first = difference(*acknowledged_.store, *store_, Reading::all);
  const auto written = waiting_.size() - (under_way_ ? 1 : 0);
  std::size_t there = 0;
  auto found = first;
  while (there < waiting_.size() && (!found.empty() || (!lost_power && there < written))) {
    keep(waiting_[there++]);
    found = difference(*acknowledged_.store, *store_, Reading::all);
  }
  under_way_ = under_way_ && there == waiting_.size();
  if (found.empty()) return {};
  return first.empty() ? "a process died, and what it had written is gone" : first;
}

DiskHome::Risen DiskHome::rise() {
  if (!full_ && store_) disk_->process_death();
  disk_->faults = {};
  Risen risen;
  if (!full_ && !open(store::Presence::must_exist)) {
    risen.problem = "does not open";
    return risen;
  }
  const bool was_full = std::exchange(full_, false);
  risen.problem = hold_against(std::exchange(lost_power_, false));
  risen.under_way = std::exchange(under_way_, false);
  if (was_full && risen.under_way) risen.problem = "no room, and yet it was kept";
  waiting_.clear();
  fallen_ = false;
  // As host/home counts its openings: what was only lazily kept is durable from here on.
  const auto byte = static_cast<std::uint8_t>(++openings_);
  check(commit({node::change::PutValue{node::ValueName::generation, {byte}}},
               node::Durability::full));
  return risen;
}

std::string DiskHome::rot(Dice& dice, const Look& look) {
  if (dice.chance(50)) (void)store_->settle();
  stop(Stop::process, 0);
  const std::array before{disk_->image(files[0]), disk_->image(files[1])};
  const auto which = before[1].empty() ? 0 : dice.below(2);
  disk_->flip_bit(files[which], dice.below(before[which].size() * 8));
  std::string lie;
  if (open(store::Presence::must_exist)) {
    look(*store_);
    Twin meant{began_.get()};
    for (const auto* past : {&past_, &waiting_}) {
      for (const auto& batch : *past) meant.keep(*batch);
    }
    lie = difference(*meant.store, *store_, Reading::damage_is_told);
    // Damage in the log looks like the end that a crash tore, and what came after it is dropped:
    // the
    // limit that store/crypt_vfs.hpp names. Then it opens as it stood before.
    if (which == 1) lie.clear();
    disk_->process_death();
    store_.reset();
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    disk_->remove(files[i]);
    if (!before[i].empty()) disk_->set_image(files[i], before[i]);
  }
  return lie;
}

std::unique_ptr<DiskHome> DiskHome::copy() const {
  auto past = past_;
  past.insert(past.end(), waiting_.begin(), waiting_.end());
  std::unique_ptr<DiskHome> made{
      new DiskHome{seed_ ^ 0xc0b1'0000U ^ past.size(), key_, began_, past}};
  for (const auto* file : files) {
    if (auto image = disk_->image(file); !image.empty())
      made->disk_->set_image(file, std::move(image));
  }
  return made;
}

std::unique_ptr<DiskHome> DiskHome::backed_up() {
  // What an earlier one left whose removal a loss of power undid: host/backup_file clears it, too.
  for (const auto* left : {"backup", "backup-wal", "backup-journal"}) disk_->remove(left);
  const auto key = static_cast<std::uint8_t>(key_ + 1);
  const auto done = store::back_up(store_->place(), "backup", key_number(key), entropy_);
  if (!done) return nullptr;
  auto past = past_;
  past.insert(past.end(), waiting_.begin(), waiting_.end());
  node::Batch without;
  const auto own_logs = store_->own_logs().value();
  for (const auto& own : own_logs) {
    without.emplace_back(node::change::RetireOwnLog{own.strand});
  }
  past.push_back(std::make_shared<const node::Batch>(std::move(without)));
  std::unique_ptr<DiskHome> made{
      new DiskHome{seed_ ^ 0xbac0'0000U ^ past.size(), key, began_, past}};
  made->disk_->set_image(files[0], disk_->image("backup"));
  disk_->remove("backup");
  return made;
}

ByteVec DiskHome::file() {
  if (store_) check(store_->settle().has_value());
  return disk_->image(files[0]);
}

std::vector<ByteVec> DiskHome::pages() const {
  const store::PageCipher cipher{key_number(key_)};
  std::vector<ByteVec> all;
  const auto take = [&](const ByteVec& file, std::size_t at, store::PageRole role) {
    const auto* first = file.data() + at;
    ByteVec page{first, first + store::page_bytes};
    all.push_back(page);
    const store::PageSpan whole{page.data(), store::page_bytes};
    if (cipher.open(whole, {role, at})) all.push_back(std::move(page));
  };
  const auto main = disk_->image(files[0]);
  for (std::size_t at = 0; at + store::page_bytes <= main.size(); at += store::page_bytes) {
    take(main, at, store::PageRole::main);
  }
  const auto log = disk_->image(files[1]);
  auto at = store::log_header_bytes + store::frame_header_bytes;
  for (; at + store::page_bytes <= log.size();
       at += store::page_bytes + store::frame_header_bytes) {
    take(log, at, store::PageRole::wal);
  }
  return all;
}

void DiskHome::trace(Trace& trace) const {
  for (const auto& path : disk_->paths()) trace.add(ByteView{disk_->image(path)});
}

std::uint64_t DiskHome::size_on_disk() const {
  std::uint64_t bytes = 0;
  for (const auto& path : disk_->paths()) bytes += disk_->image(path).size();
  return bytes;
}

}  // namespace kith::sim
