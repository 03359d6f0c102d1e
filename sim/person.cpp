#include "sim/person.hpp"

#include "base/check.hpp"

namespace kith::sim {
namespace {

constexpr std::uint64_t disk_seed = 0xd15c'0000'0000;

// What cuts texts into words is large, and the same for everyone.
const std::shared_ptr<const store::Words>& words() {
  static const auto shared = std::make_shared<const store::Words>();
  return shared;
}

}  // namespace

Person::Person(const std::string& name, std::uint64_t seed, WallTime now, Keeps keeps)
    : name_(name), entropy_(seed), now_(now), keeps_past_(keeps == Keeps::in_memory_to_copy) {
  if (keeps == Keeps::on_disk) {
    disk_ = std::make_unique<DiskHome>(seed ^ disk_seed);
  } else {
    memory_ = std::make_unique<store::MemoryStore>(words());
  }
  node_ = take(node::Node::begin(store(), entropy_, name, now_));
  node_->opener().opened_ahead().work_with(&at_once_, 1);
  id_ = node_->person();
}

Person::Person(const std::string& name, std::uint64_t seed, WallTime now,
               std::unique_ptr<DiskHome> home)
    : name_(name), entropy_(seed), now_(now), disk_(std::move(home)) {
  wake();
  id_ = node_->person();
}

Person::Person(const Person& first, std::uint64_t seed)
    : name_(first.name_ + "'s copy"),
      entropy_(seed),
      now_(first.now_),
      past_(first.past_),
      keeps_past_(first.keeps_past_),
      id_(first.id_) {
  if (first.disk_) {
    disk_ = first.disk_->copy();
    check(disk_->rise().problem.empty());
  } else {
    check(keeps_past_);
    memory_ = std::make_unique<store::MemoryStore>(words());
    for (const auto& batch : past_) {
      check(memory_->commit(*batch, node::Durability::full).has_value());
    }
  }
  wake();
}

std::unique_ptr<Person> Person::copy(std::uint64_t seed) const {
  return std::unique_ptr<Person>{new Person{*this, seed}};
}

const node::Store& Person::store() const {
  return disk_ ? disk_->store() : static_cast<const node::Store&>(*memory_);
}

void Person::set_clock(WallTime now) {
  if (now == now_) return;
  now_ = now;
  if (trace_ != nullptr) trace_->add(static_cast<std::uint64_t>(now.micros));
}

void Person::pass(Way way, ByteView bytes) {
  if (way == Way::in) bytes_in_ += bytes.size();
  if (trace_ == nullptr) return;
  trace_->add(id_.view());
  trace_->add(static_cast<std::uint64_t>(way));
  trace_->add(bytes);
}

WallTime Person::tick() {
  now_ = now_ + std::chrono::milliseconds{1};
  return now_;
}

bool Person::commit(const node::Batch& batch, node::Durability durability) {
  if (trace_ != nullptr) trace_->add(batch);
  if (disk_) {
    if (!disk_->commit(batch, durability)) return false;
  } else {
    check(memory_->commit(batch, durability).has_value());
    if (keeps_past_) past_.push_back(std::make_shared<const node::Batch>(batch));
  }
  if (!batch.empty()) owed_flush_.committed(durability);  // an empty one promises nothing
  if (on_commit) on_commit(batch);
  return true;
}

bool Person::keep(const node::Turn& turn) {
  if (!commit(turn.commit, turn.durability)) return false;
  if (!owed_flush_.falls_due(turn)) return true;
  if (disk_ && !disk_->flush()) return false;
  owed_flush_.flushed();
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
  node_->opener().opened_ahead().work_with(&at_once_, 1);
}

void meet(Person& one, Person& other) {
  const auto ones = one.take(one.node().new_card({}, one.tick()));
  const auto others = other.take(other.node().new_card({}, other.tick()));
  (void)one.take(one.node().meet(others, other.name(), node::Verification::met, one.tick()));
  (void)other.take(other.node().meet(ones, one.name(), node::Verification::met, other.tick()));
}

}  // namespace kith::sim
