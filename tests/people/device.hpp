// A device whose disk can be copied, and that hands over what it wrote piece by piece. Refuses to
// know any one test.
#pragma once

#include <map>

#include "tests/people/two_people.hpp"

namespace kith::node::test {

// A person whose device can be copied: every batch that it committed is kept.
class Device {
 public:
  Device(const std::string& name, std::uint64_t seed) : entropy_(seed), seed_(seed) {
    node = take(Node::begin(*store_, entropy_, name, morning));
  }

  template <class T>
  T take(StepOf<T> step) {
    EXPECT_TRUE(step.has_value());
    commit(step->commit, Durability::full);
    return std::move(step->answer);
  }
  void commit(const Batch& batch, Durability durability) {
    EXPECT_TRUE(store_->commit(batch, durability).has_value());
    commits_.push_back(batch);
  }
  /// Another device with a copy of this one's disk.
  [[nodiscard]] std::unique_ptr<Device> copy(std::uint64_t seed) const {
    std::unique_ptr<Device> made{new Device{seed}};
    for (const auto& batch : commits_) made->commit(batch, Durability::full);
    made->cut_ = cut_;
    made->reopen();
    return made;
  }
  void reopen() {
    node.reset();
    auto opened = Node::open(*store_, entropy_);
    ASSERT_TRUE(opened.has_value());
    node = std::move(*opened);
  }
  /// False where nothing waited.
  bool index(std::size_t entries_max) {
    const auto batch = node->index_some(entries_max, Findable::by_words);
    EXPECT_TRUE(batch.has_value());
    if (!batch || !*batch) return false;
    commit(**batch, Durability::lazy);
    return true;
  }
  [[nodiscard]] Entropy& entropy() { return entropy_; }
  [[nodiscard]] const Store& store() const { return *store_; }

  /// What was written since the last call, as ranges.
  std::vector<ByteVec> cut() {
    std::vector<ByteVec> pieces;
    for (const auto strand : own_strands()) {
      auto& from = cut_[strand];
      while (const auto bytes = range_from(*node, strand, from)) {
        from.value += wire::decode_range(*bytes)->entries.size();
        pieces.push_back(*bytes);
      }
    }
    return pieces;
  }
  [[nodiscard]] std::vector<StrandNumber> own_strands() const {
    std::vector<StrandNumber> own;
    for (const auto circle : node->circles()) {
      for (const auto strand : node->strands().of_circle(circle)) {
        if (node->strands().strand(strand).person == node->person()) own.push_back(strand);
      }
    }
    return own;
  }

 private:
  explicit Device(std::uint64_t seed) : entropy_(seed), seed_(seed) {}

  kith::test::SeededEntropy entropy_;
  std::uint64_t seed_;
  std::unique_ptr<store::MemoryStore> store_ = std::make_unique<store::MemoryStore>();
  std::vector<Batch> commits_;
  std::map<StrandNumber, Seq> cut_;

 public:
  std::unique_ptr<Node> node;  // over store_: goes first
};

inline void meet(Device& one, Device& other) {
  const auto secret = seal::PairSecret::random(one.entropy());
  const auto know = [&](Device& who, const Device& whom) {
    Contact contact{whom.node->person(),
                    whom.node->identity().device_list,
                    {whom.node->prekeys().newest().record},
                    secret.clone()};
    (void)who.take(who.node->put_contact(std::move(contact), whom.node->own_name(), morning));
  };
  know(one, other);
  know(other, one);
}

inline void say(Device& who, CircleNumber circle, std::string_view text) {
  (void)who.take(who.node->say(circle, to_all(*who.node, circle, text, {}, morning), morning));
}

}  // namespace kith::node::test
