#include "node/order_moves.hpp"

#include <algorithm>
#include <map>

#include "base/limits.hpp"

namespace kith::node {
namespace {

// So many can stand behind one another, a microsecond each, before the last of them is taken for
// one that need not move: more than a person ever holds of a circle.
constexpr std::int64_t chain_max = std::int64_t{1} << 24;

class Moving {
 public:
  explicit Moving(const TooEarly& too_early) : too_early_(too_early) {}

  // Whoever may have to move because of this parent. Of several the one that stands last comes
  // first: what it reaches is looked at once, as far as any of them could move it.
  Result<void, OpenFailure> reach(const Standing& parent) {
    if (!spots_.try_emplace(parent.entry, Spot{parent, parent.order, {}, 0}).second) return {};
    const auto farthest = parent.order + chain_max;
    std::vector<EntryKey> work{parent.entry};
    while (!work.empty()) {
      const auto at = work.back();
      work.pop_back();
      const auto children = too_early_(at, farthest);
      if (!children) return Fail{children.error()};
      for (const auto& child : *children) {
        spots_.at(at).children.push_back(child.entry);
        const auto [spot, fresh] = spots_.try_emplace(child.entry, Spot{child, child.order, {}, 0});
        spot->second.parents += 1;
        if (fresh) work.push_back(child.entry);
      }
    }
    return {};
  }

  // Nobody is moved before all of their parents are.
  [[nodiscard]] std::vector<OrderMove> moves() {
    std::vector<OrderMove> found;
    std::vector<EntryKey> work;
    for (const auto& [entry, spot] : spots_) {
      if (spot.parents == 0) work.push_back(entry);
    }
    while (!work.empty()) {
      const auto& spot = spots_.at(work.back());
      work.pop_back();
      if (spot.at.order < spot.due) found.push_back({spot.at.entry, spot.at.order, spot.due});
      for (const auto& entry : spot.children) {
        auto& child = spots_.at(entry);
        child.due = std::max(child.due, order_after(spot.due, child.at.time));
        if (--child.parents == 0) work.push_back(entry);
      }
    }
    return found;
  }

 private:
  struct Spot {
    Standing at;
    std::int64_t due{};  // where it has to stand, as far as its parents are done
    std::vector<EntryKey> children;
    std::size_t parents{};  // that are not done yet
  };

  const TooEarly& too_early_;
  std::map<EntryKey, Spot> spots_;
};

}  // namespace

std::int64_t order_after(std::int64_t parent, std::int64_t time) {
  constexpr auto shift = std::chrono::microseconds{limits::order_shift_max}.count();
  return std::max(time, std::min(parent + 1, time + shift));
}

Result<std::vector<OrderMove>, OpenFailure> moves_behind(std::vector<Standing> parents,
                                                         const TooEarly& too_early) {
  Moving moving{too_early};
  std::ranges::sort(parents, std::ranges::greater{}, &Standing::order);
  for (const auto& parent : parents) {
    if (const auto done = moving.reach(parent); !done) return Fail{done.error()};
  }
  return moving.moves();
}

}  // namespace kith::node
