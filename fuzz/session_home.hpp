// A node over a store in memory that can be had again as it was, and its end of a session. Refuses
// to know who else there is.
#pragma once

#include <memory>
#include <vector>

#include "base/limits.hpp"
#include "fuzz/require.hpp"
#include "node/exchange.hpp"
#include "store/memory_store.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::fuzz {

inline constexpr WallTime morning{1'800'000'000'000'000};

class Home {
 public:
  Home(std::string_view name, std::uint64_t seed) : entropy{seed} {
    node = take(node::Node::begin(*store_, entropy, name, now));
  }
  /// As it was after these commits.
  Home(const std::vector<node::Batch>& commits, std::uint64_t seed) : entropy{seed} {
    for (const auto& batch : commits) commit(batch);
    reopen();
  }

  template <class T>
  T take(node::StepOf<T> step) {
    require(step.has_value());
    commit(step->commit);
    return std::move(step->answer);
  }
  void commit(const node::Batch& batch) {
    require(store_->commit(batch, node::Durability::full).has_value());
    commits_.push_back(batch);
  }
  void index() {
    while (true) {
      const auto batch = node->index_some(1000, node::Findable::by_words);
      require(batch.has_value());
      if (!*batch) return;
      commit(**batch);
    }
  }
  void reopen() {
    node.reset();
    auto opened = node::Node::open(*store_, entropy);
    require(opened.has_value());
    node = std::move(*opened);
  }
  [[nodiscard]] WallTime tick() { return now = now + std::chrono::seconds{1}; }
  [[nodiscard]] const std::vector<node::Batch>& commits() const { return commits_; }

  Link say(node::CircleNumber circle, std::string_view text) {
    std::vector<PersonId> everyone;
    for (const auto& hearer : node->audience(circle, now)) everyone.push_back(hearer.person);
    return take(node->say(circle, {text, {}, std::move(everyone)}, tick())).link;
  }
  /// All that is held of the log of `author` in that circle.
  [[nodiscard]] ByteVec range(const CircleId& circle, const PersonId& author) {
    const auto number = node->strands().number_of(circle);
    require(number.has_value());
    for (const auto strand : node->strands().of_circle(*number)) {
      if (node->strands().strand(strand).person != author) continue;
      const node::Stretch all{{0}, {limits::seq_max}};
      const auto range = node->serving().range(strand, all, limits::range_bytes_max);
      require(range && *range);
      return (*range)->bytes;
    }
    require(false);
    return {};
  }

  WallTime now = morning;
  test::SeededEntropy entropy;

 private:
  std::unique_ptr<store::MemoryStore> store_ = std::make_unique<store::MemoryStore>();
  std::vector<node::Batch> commits_;

 public:
  std::unique_ptr<node::Node> node;  // over store_: goes first
};

inline void meet(Home& one, Home& other) {
  const auto secret = seal::PairSecret::random(one.entropy);
  const auto know = [&](Home& who, const Home& whom) {
    node::Contact contact{whom.node->person(),
                          whom.node->identity().device_list,
                          {whom.node->prekeys().newest().record},
                          secret.clone()};
    (void)who.take(who.node->put_contact(std::move(contact), whom.node->own_name(), who.tick()));
  };
  know(one, other);
  know(other, one);
}

/// A session's end: what came is fed, every turn is kept before its bytes go.
struct End {
  Home& home;
  std::unique_ptr<node::Exchange> exchange;
  std::optional<node::Ending> ending{};

  [[nodiscard]] ByteVec run() {
    ByteVec said;
    for (std::size_t turns = 0; !ending; ++turns) {
      require(turns < 10'000);
      auto turn = exchange->step(home.now);
      home.commit(turn.commit);
      said.insert(said.end(), turn.send.begin(), turn.send.end());
      ending = turn.ending;
      if (!turn.more) break;
    }
    return said;
  }
};

}  // namespace kith::fuzz
