// A home on a disk that can die: a real node over the real store, above a disk in memory. Beside it
// goes the same store in memory, so that what is found after a crash can be held to what it was
// before and after each commit. Refuses to know what its person does.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "node/node.hpp"
#include "node/owed_flush.hpp"
#include "store/memory_store.hpp"
#include "store/sqlite_store.hpp"
#include "tests/seeded_entropy.hpp"
#include "tests/store/fault_vfs.hpp"

namespace kith::sim::crash {

/// The disk died, and the process with it: whatever it was about is left where it stood.
struct Died {};
/// Something that must not be, in words.
struct Broken {
  std::string what;
};

/// What a home holds, and what its node makes of it, at one moment.
struct State {
  std::string kept;   // all of the store, as bytes
  std::string shown;  // what the node says of people, circles and audiences
  bool operator==(const State&) const = default;
};

class Home {
 public:
  Home(std::string name, std::uint64_t seed);

  /// Opens what is there, or makes it. Broken where it is in none of the states that it may be in:
  /// that of the last durable commit, or a later one.
  void open(WallTime now);
  void close();
  [[nodiscard]] bool is_open() const { return node_ != nullptr; }

  [[nodiscard]] node::Node& node() { return *node_; }
  [[nodiscard]] store::SqliteStore& store() { return *store_; }
  [[nodiscard]] Entropy& entropy() { return entropy_; }
  [[nodiscard]] store::test::FaultVfs& disk() { return disk_; }
  [[nodiscard]] PersonId id() const { return id_; }

  /// Acknowledged when it returns.
  void commit(const node::Batch& batch, node::Durability durability = node::Durability::full);
  /// A session's turn, before its bytes go.
  void keep(const node::Turn& turn);
  /// Commits a step and gives its answer.
  template <class T>
  T take(node::StepOf<T> step) {
    if (!step) fail("refused, reason " + std::to_string(static_cast<int>(step.error())));
    commit(step->commit);
    return std::move(step->answer);
  }
  void index(std::size_t entries_at_once);
  /// The store is another file from now on, which came by other ways than commits.
  void move_to(const std::string& path);
  /// Copies the file as it lies, its log put away. Requires: the disk lives.
  void copy_to(const std::string& path);
  /// Makes it a store of the third release, closed.
  void make_older();
  /// Backs it up under that key, to a path that nothing had before.
  [[nodiscard]] std::string back_up(std::uint8_t key);
  [[nodiscard]] bool is_backup(const std::string& path, std::uint8_t key);

  /// From here on every state between two commits is noted, as it shows at that time.
  void watch(WallTime now);
  /// It stopped: what it commits from here on is no state to come back to.
  void stopped() { stopped_ = true; }
  void watch_no_more() { twin_.reset(); }

  /// Died where the disk did; else Broken.
  [[noreturn]] void fail(const std::string& what) const;

 private:
  void note(const node::Batch& batch);
  void check_kept() const;
  void check_shown() const;

  std::string name_;
  std::string path_{"home"};
  int backups_{};
  store::test::FaultVfs disk_;
  test::SeededEntropy entropy_;
  std::unique_ptr<store::MemoryStore> twin_;  // nothing: states are not known any more
  std::unique_ptr<store::SqliteStore> store_;
  std::unique_ptr<node::Node> node_;
  node::OwedFlush owed_flush_;
  PersonId id_{};
  WallTime shown_at_{};
  bool watched_{};
  bool stopped_{};
  std::vector<State> states_;  // since the last durable commit
};

/// All of a store, in one order, as bytes.
[[nodiscard]] std::string all_of(const node::Store& store);
/// What a node says without its store, at that time.
[[nodiscard]] std::string shown_by(const node::Node& node, WallTime now);

}  // namespace kith::sim::crash
