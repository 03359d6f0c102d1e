#include "sim/person.hpp"

#include "base/check.hpp"

namespace kith::sim {
namespace {

constexpr std::uint64_t disk_seed = 0xd15c'0000'0000;

}  // namespace

Person::Person(const std::string& name, std::uint64_t seed, WallTime now, Keeps keeps)
    : name_(name), entropy_(seed), now_(now) {
  if (keeps == Keeps::on_disk) {
    disk_ = std::make_unique<DiskHome>(seed ^ disk_seed);
  } else {
    memory_ = std::make_unique<store::MemoryStore>();
  }
  node_ = take(node::Node::begin(store(), entropy_, name, now_));
  id_ = node_->person();
}

const node::Store& Person::store() const {
  return disk_ ? disk_->store() : static_cast<const node::Store&>(*memory_);
}

WallTime Person::tick() {
  now_ = now_ + std::chrono::milliseconds{1};
  return now_;
}

bool Person::commit(const node::Batch& batch, node::Durability durability) {
  if (disk_) return disk_->commit(batch, durability);
  check(memory_->commit(batch, durability).has_value());
  return true;
}

void Person::index() {
  constexpr std::size_t at_once = 512;
  while (!fallen()) {
    const auto batch = node_->index_some(at_once, node::Findable::by_words);
    check(batch.has_value());
    if (!*batch || !commit(**batch, node::Durability::lazy)) return;
  }
}

void Person::restart() {
  fall();
  wake();
}

void Person::wake() {
  auto opened = node::Node::open(store(), entropy_);
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
