// People with nodes of their own in one process, over stores in memory: what the tests of the node
// share. Refuses to know any one test.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "node/node.hpp"
#include "store/memory_store.hpp"
#include "tests/seeded_entropy.hpp"
#include "wire/range.hpp"

namespace kith::node::test {

inline constexpr WallTime morning{1'800'000'000'000'000};

/// A range of what is held from `first` on; nothing where that entry is not held.
inline std::optional<ByteVec> range_from(Node& node, StrandNumber strand, Seq first) {
  const Stretch rest{first, {limits::seq_max}};
  const auto range = node.serving().range(strand, rest, limits::range_bytes_max);
  EXPECT_TRUE(range.has_value());
  return range && *range ? std::optional{(*range)->bytes} : std::nullopt;
}

/// To all of one's audience, whatever it answers.
inline Saying to_all(Node& node, CircleNumber circle, std::string_view text,
                     const std::vector<Reference>& answers, WallTime now) {
  std::vector<PersonId> everyone;
  for (const auto& hearer : node.audience(circle, now)) everyone.push_back(hearer.person);
  return {text, answers, std::move(everyone)};
}

struct Person {
  explicit Person(const std::string& name, std::uint64_t seed)
      : entropy(seed), store(std::make_unique<store::MemoryStore>()) {
    node = take(Node::begin(*store, entropy, name, now));
  }

  /// Commits a step and gives its answer.
  template <class T>
  T take(StepOf<T> step) {
    EXPECT_TRUE(step.has_value());
    EXPECT_TRUE(store->commit(step->commit, Durability::full).has_value());
    return std::move(step->answer);
  }
  void index() {
    while (true) {
      const auto batch = node->index_some(100, Findable::by_words);
      ASSERT_TRUE(batch.has_value());
      if (!*batch) return;
      ASSERT_TRUE(store->commit(**batch, Durability::lazy).has_value());
    }
  }
  void reopen() {
    node.reset();
    auto opened = Node::open(*store, entropy);
    ASSERT_TRUE(opened.has_value());
    node = std::move(*opened);
  }

  CircleNumber circle(const std::string& name) { return take(node->new_circle(name, tick())); }
  Reference say(CircleNumber circle, const std::string& text,
                const std::vector<Reference>& answers = {}) {
    return reference_of(
        take(node->say(circle, to_all(*node, circle, text, answers, now), tick())).link);
  }
  std::vector<std::string> texts(CircleNumber circle) {
    index();
    const auto entries = node->view().last(circle, 1000);
    EXPECT_TRUE(entries.has_value());
    std::vector<std::string> out;
    for (const auto& entry : *entries) {
      const auto* message = entry.body ? std::get_if<kinds::Message>(&*entry.body) : nullptr;
      out.push_back(message != nullptr ? message->text : "?");
    }
    return out;
  }
  WallTime tick() {
    now = now + std::chrono::seconds{1};
    return now;
  }

  WallTime now = morning;
  kith::test::SeededEntropy entropy;
  std::unique_ptr<store::MemoryStore> store;
  std::unique_ptr<Node> node;
};

/// Both know each other, as if they had met.
inline void meet(Person& one, Person& other) {
  auto secret = seal::PairSecret::random(one.entropy);
  const auto know = [](Person& who, Person& whom, seal::PairSecret pair) {
    Contact contact{whom.node->person(),
                    whom.node->identity().device_list,
                    {whom.node->prekeys().newest().record},
                    std::move(pair)};
    (void)who.take(who.node->put_contact(std::move(contact), whom.node->own_name(), who.tick()));
  };
  know(one, other, secret.clone());
  know(other, one, secret.clone());
}

/// The log of `author` in the circle, from `first` on, as ranges.
inline std::vector<ByteVec> ranges(Person& author, CircleNumber circle, std::uint64_t first = 0) {
  std::vector<ByteVec> pieces;
  for (const auto strand : author.node->strands().of_circle(circle)) {
    if (author.node->strands().strand(strand).person != author.node->person()) continue;
    while (const auto bytes = range_from(*author.node, strand, {first})) {
      pieces.push_back(*bytes);
      first += wire::decode_range(*bytes)->entries.size();
    }
  }
  EXPECT_FALSE(pieces.empty());
  return pieces;
}

}  // namespace kith::node::test
