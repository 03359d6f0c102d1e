// A person of the simulated world: a real node over a store in memory, with a seed of its own and a
// clock that the world sets. Refuses to know whom it meets and over what.
#pragma once

#include <memory>
#include <string>

#include "base/check.hpp"
#include "node/node.hpp"
#include "store/memory_store.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::sim {

/// When the simulated world begins.
inline constexpr WallTime world_begin{1'800'000'000'000'000};

class Person {
 public:
  Person(const std::string& name, std::uint64_t seed, WallTime now);

  [[nodiscard]] node::Node& node() { return *node_; }
  [[nodiscard]] const node::Node& node() const { return *node_; }
  [[nodiscard]] store::MemoryStore& store() { return *store_; }
  [[nodiscard]] Entropy& entropy() { return entropy_; }
  [[nodiscard]] PersonId id() const { return node_->person(); }
  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] WallTime now() const { return now_; }
  void set_clock(WallTime now) { now_ = now; }
  /// A moment later: claimed times of one person grow.
  WallTime tick();

  void commit(const node::Batch& batch, node::Durability durability = node::Durability::full);
  /// Commits a step and gives its answer; stops the process where the node refused.
  template <class T>
  T take(node::StepOf<T> step) {
    check(step.has_value());
    commit(step->commit);
    return std::move(step->answer);
  }
  /// The same, but a refusal is an answer too: nothing.
  template <class T>
  std::optional<T> try_take(node::StepOf<T> step) {
    if (!step) return std::nullopt;
    commit(step->commit);
    return std::move(step->answer);
  }
  void index();
  /// The process dies and another opens the same store.
  void restart();

 private:
  std::string name_;
  test::SeededEntropy entropy_;
  WallTime now_;
  std::unique_ptr<store::MemoryStore> store_;
  std::unique_ptr<node::Node> node_;
};

/// Each takes the other's card, face to face.
void meet(Person& one, Person& other);

}  // namespace kith::sim
