// A simulated home on the real store, over a disk that fails on purpose, beside a twin in memory
// that has what was acknowledged. After every stop the two are held against each other: what a
// commit said is kept is there, and of the rest nothing but what was under way. Refuses to know
// nodes.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/dice.hpp"
#include "sim/fault_vfs.hpp"
#include "sim/trace.hpp"
#include "store/memory_store.hpp"
#include "store/sqlite_store.hpp"

namespace kith::sim {

class DiskHome {
 public:
  /// An empty home, open.
  explicit DiskHome(std::uint64_t seed);
  /// What lay on some disk already, under that key, open.
  DiskHome(std::uint64_t seed, std::uint8_t key, const ByteVec& home);

  [[nodiscard]] const node::Store& store() const { return *store_; }
  [[nodiscard]] store::test::Faults& faults() { return disk_->faults; }
  [[nodiscard]] store::test::DiskCounts counts() const { return disk_->counts(); }

  /// False: it failed, and nobody may act on it.
  bool commit(const node::Batch& batch, node::Durability durability);
  bool flush();
  /// A commit failed, or the disk is dead: rise.
  [[nodiscard]] bool fallen() const { return fallen_; }

  /// No fault waits to happen.
  [[nodiscard]] bool is_well() const { return disk_->faults == store::test::Faults{}; }
  /// What of these strands, and of all that is small, is not as it was acknowledged, in words;
  /// while something was lazily kept since, nobody can say.
  [[nodiscard]] std::string difference_in(const std::set<node::StrandNumber>& strands) const;

  /// A fault killed the disk.
  [[nodiscard]] bool is_dead() const { return disk_->dead(); }

  enum class Stop { process, power };
  /// The process dies, or the machine does; also where nothing went wrong.
  void stop(Stop how, std::uint64_t seed);
  struct Risen {
    bool under_way{};     // what the last commit asked for is there, though it never said so
    std::string problem;  // what is not as it was acknowledged; empty: nothing
  };
  /// Opens again on a disk without faults. Where only room was lacking, the store goes on.
  Risen rise();

  using Look = std::function<void(const node::Store&)>;
  /// Flips one bit of a file and opens; `look` reads what it wants to. Then the bit is right again,
  /// and the home stopped. A sentence where what could be read is not what was written.
  std::string rot(Dice& dice, const Look& look);

  /// What this one's disk has now, elsewhere: a copied folder, or a backup as kith makes them.
  /// Asleep until it rises. Nothing: the backup could not be made.
  [[nodiscard]] std::unique_ptr<DiskHome> copy() const;
  [[nodiscard]] std::unique_ptr<DiskHome> backed_up();

  /// All of it in one file. Requires: awake, or just copied or backed up.
  [[nodiscard]] ByteVec file();
  /// Every page of its files, sealed and opened.
  [[nodiscard]] std::vector<ByteVec> pages() const;
  [[nodiscard]] std::uint64_t size_on_disk() const;
  /// All that lies there, byte for byte.
  void trace(Trace& trace) const;

 private:
  using Past = std::vector<std::shared_ptr<const node::Batch>>;
  struct Began {  // with which store, where it was not an empty one
    ByteVec home;
    std::uint8_t key{};
  };
  struct Twin {
    explicit Twin(const Began* began);
    void keep(const node::Batch& batch);
    std::unique_ptr<store::test::FaultVfs> disk;  // one that never fails; nothing: in memory
    test::SeededEntropy entropy{1};
    std::unique_ptr<node::Store> store;
  };
  DiskHome(std::uint64_t seed, std::uint8_t key, std::shared_ptr<const Began> began,
           const Past& past);
  [[nodiscard]] bool open(store::Presence presence);
  void keep(const std::shared_ptr<const node::Batch>& batch);
  void keep_waiting();
  [[nodiscard]] std::string hold_against(bool lost_power);

  std::uint64_t seed_;
  std::uint8_t key_;
  test::SeededEntropy entropy_;
  std::unique_ptr<store::test::FaultVfs> disk_;
  std::unique_ptr<store::SqliteStore> store_;
  std::shared_ptr<const Began> began_;
  Twin acknowledged_;
  Past past_;         // all that `acknowledged_` was told
  Past waiting_;      // lazily committed since: a loss of power may take the last of them
  bool under_way_{};  // the last of `waiting_` was never acknowledged
  bool lost_power_{};
  bool full_{};  // the last commit failed for want of room alone
  bool fallen_{};
  std::uint64_t openings_{};
};

}  // namespace kith::sim
