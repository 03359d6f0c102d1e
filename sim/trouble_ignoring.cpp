// One hears what somebody says by a third, and ignores them; the third carries on what they say.
#include <algorithm>
#include <iterator>

#include "sim/deeds.hpp"
#include "sim/trouble.hpp"

namespace kith::sim {

// A third, by whom the two meet: neither of them knows the other yet.
std::vector<Trouble::Introduced> Trouble::strangers_of_one() {
  const auto accepts = [&](Who who, Who other) {
    return world_.person(who).node().contacts().accepted(world_.person(other).id());
  };
  const auto heard_of = [&](Who who, Who other) {
    return world_.person(who).node().contacts().find(world_.person(other).id()) != nullptr;
  };
  std::vector<Introduced> found;
  for (Who third = 0; third < world_.people(); ++third) {
    for (Who one = 0; one < world_.people(); ++one) {
      for (Who other = 0; other < world_.people(); ++other) {
        if (world_.is_same_person(one, other) || heard_of(one, other) || heard_of(other, one)) {
          continue;
        }
        const bool by_third = accepts(third, one) && accepts(third, other) && accepts(one, third);
        if (by_third && accepts(other, third)) found.push_back({third, one, other});
      }
    }
  }
  return found;
}

// What one did about the other's being introduced.
template <class Does>
bool Trouble::answer_offer(Who who, Who of, Does&& does) {
  if (!world_.index(who)) return false;
  for (const auto* offer : world_.person(who).node().open_offers()) {
    if (offer->person != world_.person(of).id()) continue;
    const auto id = offer->id;
    return does(world_.person(who).node(), id, world_.moment(who));
  }
  return false;
}

// By the third they go on getting what the one says, and none of it is theirs any more.
void Trouble::hear_and_ignore(const std::vector<CircleId>& circles) {
  const auto all = strangers_of_one();
  if (all.empty()) return;
  const auto& [third, one, other] = dice_.one_of(all);
  std::vector<CircleId> known;
  std::ranges::copy_if(circles, std::back_inserter(known), [&](const CircleId& circle) {
    return number_of(world_, one, circle).has_value();
  });
  if (known.empty()) return;
  const auto circle = dice_.one_of(known);
  const auto carry = [&] {
    return world_.problems().empty() && world_.sync(one, third) && world_.sync(other, third);
  };
  if (!introduce(world_, third, one, other) || !carry()) return;
  const auto accept = [&](node::Node& node, const auto& id, WallTime now) {
    return world_.act(one, node.accept(id, "", now)).has_value();
  };
  const auto ignore = [&](node::Node& node, const auto& id, WallTime now) {
    return world_.act(other, node.ignore(id, now)).has_value();
  };
  if (!answer_offer(one, other, accept)) return;
  (void)include(world_, one, circle, third, {});
  if (!include(world_, one, circle, other, {}) || !carry()) return;
  if (!answer_offer(other, one, ignore)) return;
  (void)say(world_, one, circle, "said to one who ignores it");
  (void)carry();
}

}  // namespace kith::sim
