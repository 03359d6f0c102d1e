#include "sim/person.hpp"

#include "base/check.hpp"

namespace kith::sim {

Person::Person(const std::string& name, std::uint64_t seed, WallTime now)
    : name_(name), entropy_(seed), now_(now), store_(std::make_unique<store::MemoryStore>()) {
  node_ = take(node::Node::begin(*store_, entropy_, name, now_));
}

WallTime Person::tick() {
  now_ = now_ + std::chrono::milliseconds{1};
  return now_;
}

void Person::commit(const node::Batch& batch, node::Durability durability) {
  check(store_->commit(batch, durability).has_value());
}

void Person::index() {
  constexpr std::size_t at_once = 512;
  while (true) {
    const auto batch = node_->index_some(at_once, node::Findable::by_words);
    check(batch.has_value());
    if (!*batch) return;
    commit(**batch, node::Durability::lazy);
  }
}

void Person::restart() {
  node_.reset();
  auto opened = node::Node::open(*store_, entropy_);
  check(opened.has_value());
  node_ = std::move(*opened);
}

void meet(Person& one, Person& other) {
  const auto ones = one.take(one.node().new_card({}, one.tick()));
  const auto others = other.take(other.node().new_card({}, other.tick()));
  (void)one.take(one.node().meet(others, other.name(), node::Verification::met, one.tick()));
  (void)other.take(other.node().meet(ones, one.name(), node::Verification::met, other.tick()));
}

}  // namespace kith::sim
