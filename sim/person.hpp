// A person of the simulated world: a real node over a store in memory, or over the real one on a
// disk that may fail; with a seed of its own and a clock that the world sets. Refuses to know whom
// it meets and over what.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/check.hpp"
#include "node/node.hpp"
#include "node/owed_flush.hpp"
#include "sim/disk_home.hpp"
#include "sim/trace.hpp"
#include "store/memory_store.hpp"
#include "tests/at_once.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::sim {

/// When the simulated world begins.
inline constexpr WallTime world_begin{1'800'000'000'000'000};

enum class Keeps { in_memory, in_memory_to_copy, on_disk };

class Person {
 public:
  Person(const std::string& name, std::uint64_t seed, WallTime now, Keeps keeps = Keeps::in_memory);
  /// Goes on with a home that lay there.
  Person(const std::string& name, std::uint64_t seed, WallTime now, std::unique_ptr<DiskHome> home);
  /// All that this one holds, on another machine, awake. Requires: on disk, or to be copied.
  [[nodiscard]] std::unique_ptr<Person> copy(std::uint64_t seed) const;

  [[nodiscard]] node::Node& node() { return *node_; }
  [[nodiscard]] const node::Node& node() const { return *node_; }
  [[nodiscard]] const node::Store& store() const;
  [[nodiscard]] Entropy& entropy() { return entropy_; }
  [[nodiscard]] const PersonId& id() const { return id_; }
  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] WallTime now() const { return now_; }
  void set_clock(WallTime now);
  /// A moment later: claimed times of one person grow.
  WallTime tick();

  /// False: it could not be kept, and this person's process is of no use any more.
  bool commit(const node::Batch& batch, node::Durability durability = node::Durability::full);
  /// A session's turn, before its bytes go; likewise.
  bool keep(const node::Turn& turn);
  /// Of all that enters and leaves this one from now on, and of what the clock shows.
  void trace_into(Trace& trace) { trace_ = &trace; }
  /// Tells what goes over a wire or in a file.
  enum class Way { in, out };
  void pass(Way way, ByteView bytes);
  /// All that entered this one.
  [[nodiscard]] std::uint64_t bytes_in() const { return bytes_in_; }
  /// Told of each batch that was kept.
  std::function<void(const node::Batch&)> on_commit;
  /// Commits a step and gives its answer; stops the process where the node or the disk refused.
  template <class T>
  T take(node::StepOf<T> step) {
    check(step.has_value());
    check(commit(step->commit));
    return std::move(step->answer);
  }
  /// The same, but a refusal of the node is an answer too: nothing.
  template <class T>
  std::optional<T> try_take(node::StepOf<T> step) {
    if (!step) return std::nullopt;
    return take(std::move(step));
  }
  /// Ends early where it could not be kept.
  void index();

  /// Nothing: a store in memory, which cannot fail.
  [[nodiscard]] DiskHome* disk() { return disk_.get(); }
  [[nodiscard]] bool fallen() const { return disk_ && disk_->fallen(); }
  /// The process dies and another opens the same store.
  void restart();
  /// The process is gone; a disk rises by itself.
  void fall() { node_.reset(); }
  void wake();
  /// Goes on from another disk; that one sleeps.
  void change_disk(std::unique_ptr<DiskHome>& other) { std::swap(disk_, other); }

 private:
  Person(const Person& first, std::uint64_t seed);

  std::string name_;
  test::SeededEntropy entropy_;
  test::AtOnce at_once_;
  WallTime now_;
  std::unique_ptr<store::MemoryStore> memory_;
  std::vector<std::shared_ptr<const node::Batch>> past_;  // of a store in memory that may be copied
  bool keeps_past_{};
  std::unique_ptr<DiskHome> disk_;
  std::unique_ptr<node::Node> node_;
  node::OwedFlush owed_flush_;
  PersonId id_;
  Trace* trace_{};
  std::uint64_t bytes_in_{};
};

/// Each takes the other's card, face to face.
void meet(Person& one, Person& other);

}  // namespace kith::sim
