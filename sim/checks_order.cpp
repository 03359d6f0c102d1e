// What is shown stands where docs/protocol.md §3.8 has it, counted here from all that opens: two
// people seldom see the very same, so that comparing their views alone asks little of the order.
#include <algorithm>
#include <chrono>

#include "base/limits.hpp"
#include "sim/checks.hpp"

namespace kith::sim {
namespace {

struct Stood {
  std::int64_t time{};
  Link before;  // of the entry right before it in its log
  std::vector<Reference> references;
  std::optional<std::int64_t> order;
};

class Orders {
 public:
  Orders(node::Node& node, node::CircleNumber circle) {
    for (const auto strand : node.strands().of_circle(circle)) {
      for (const auto& span : node.strands().spans(strand)) {
        for (auto seq = span.span.from; seq < span.span.next; seq = seq.successor()) {
          see(node, {strand, seq});
        }
      }
    }
  }

  // Hashes hang from hashes: nothing stands after itself.
  std::int64_t of(const Link& link) {
    auto& stood = seen_.at(link);
    if (stood.order) return *stood.order;
    constexpr auto shift = std::chrono::microseconds{limits::order_shift_max}.count();
    auto order = stood.time;
    const auto stand_after = [&](const Link& parent) {
      if (seen_.contains(parent)) {
        order = std::max(order, std::min(of(parent) + 1, stood.time + shift));
      }
    };
    stand_after(stood.before);
    for (const auto& reference : stood.references) {
      const auto named = named_.find(reference);
      if (named != named_.end()) stand_after(named->second);
    }
    stood.order = order;
    return order;
  }

  [[nodiscard]] bool saw(const Link& link) const { return seen_.contains(link); }

 private:
  void see(node::Node& node, node::EntryKey key) {
    const auto opened = node.opener().open(key);
    const auto link = node.opener().link_of(key);
    const auto before = node.opener().link_before(key);
    check(link && before);
    if (!opened) return;
    seen_.insert_or_assign(*link,
                           Stood{opened->meta.time.micros, *before, opened->meta.references, {}});
    named_.emplace(reference_of(*link), *link);
  }

  std::map<Link, Stood> seen_;
  std::map<Reference, Link> named_;
};

}  // namespace

void check_order(World& world, Person& person, node::CircleNumber circle) {
  const auto shown = person.node().view().last(circle, 1'000'000);
  check(shown.has_value());
  Orders orders{person.node(), circle};
  const node::ShownEntry* last = nullptr;
  for (const auto& entry : *shown) {
    if (!orders.saw(entry.link) || orders.of(entry.link) != entry.order) {
      return world.problem(person.name() + " is shown an entry where it does not stand");
    }
    const bool after = last == nullptr ||
                       std::pair{last->order, last->link} < std::pair{entry.order, entry.link};
    if (!after) return world.problem(person.name() + " is shown entries in no order");
    last = &entry;
  }
}

}  // namespace kith::sim
