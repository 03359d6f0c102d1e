#include "sim/scale_map.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "base/check.hpp"
#include "sim/dice.hpp"

namespace kith::sim {
namespace {

// Of 50 people, each of whom is in two: friends and households, crews, a choir.
constexpr std::array<std::size_t, 15> sizes{30, 3, 4, 10, 4, 3, 8, 4, 5, 7, 4, 3, 6, 4, 5};
constexpr std::size_t circles_each = 2;
constexpr std::size_t circle_people_min = 3;

std::vector<Resident> shuffled(std::size_t people, Dice& dice) {
  std::vector<Resident> order(people);
  std::iota(order.begin(), order.end(), 0);
  for (auto left = order.size(); left > 1; --left) {
    std::swap(order[left - 1], order[dice.below(left)]);
  }
  return order;
}

// The next who are not in it yet; whoever is waits for the next circle.
class Queue {
 public:
  Queue(std::size_t people, Dice& dice) {
    for (std::size_t round = 0; round < circles_each; ++round) {
      const auto order = shuffled(people, dice);
      waiting_.insert(waiting_.end(), order.begin(), order.end());
    }
    std::ranges::reverse(waiting_);
  }
  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  std::vector<Resident> take(std::size_t count) {
    std::vector<Resident> taken;
    for (auto at = waiting_.end(); at != waiting_.begin() && taken.size() < count;) {
      --at;
      if (std::ranges::find(taken, *at) != taken.end()) continue;
      taken.push_back(*at);
      at = waiting_.erase(at);
    }
    return taken;
  }

 private:
  std::vector<Resident> waiting_;  // the next one last
};

void add_circle(ScaleMap& map, std::vector<Resident> members, bool great) {
  std::ranges::sort(members);
  for (const auto who : members) map.circles_of[who].push_back(map.circles.size());
  map.circles.push_back({std::move(members), great});
}

void note_contacts(ScaleMap& map) {
  for (Resident who = 0; who < map.contacts.size(); ++who) {
    auto& known = map.contacts[who];
    for (const auto circle : map.circles_of[who]) {
      const auto& members = map.circles[circle].members;
      known.insert(known.end(), members.begin(), members.end());
    }
    std::ranges::sort(known);
    known.erase(std::unique(known.begin(), known.end()), known.end());
    std::erase(known, who);
  }
}

}  // namespace

bool ScaleMap::in_great(Resident who) const {
  return std::ranges::any_of(circles_of[who], [&](auto circle) { return circles[circle].great; });
}

ScaleMap draw_map(std::size_t people, std::size_t great_circles, std::uint64_t seed) {
  check(people >= scale_people_min);
  check(great_circles == 0 || people >= great_circle_people);
  Dice dice{seed};
  ScaleMap map{{},
               std::vector<std::vector<std::size_t>>(people),
               std::vector<std::vector<Resident>>(people)};
  Queue queue{people, dice};
  for (std::size_t i = 0; !queue.empty(); ++i) {
    auto members = queue.take(sizes[i % sizes.size()]);
    if (members.size() < circle_people_min) break;  // too few are left for one
    add_circle(map, std::move(members), false);
  }
  for (std::size_t i = 0; i < great_circles; ++i) {
    auto members = shuffled(people, dice);
    members.resize(great_circle_people);
    add_circle(map, std::move(members), true);
  }
  note_contacts(map);
  return map;
}

}  // namespace kith::sim
