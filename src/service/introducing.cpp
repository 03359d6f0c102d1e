#include "service/introducing.hpp"

#include <algorithm>
#include <set>

#include "node/introduced.hpp"
#include "node/no_longer.hpp"
#include "service/entry_json.hpp"
#include "service/fields.hpp"

namespace kith::service {
namespace {

using Pairs = std::set<node::PairOfPeople>;

constexpr std::size_t alike_max = 3;  // it is a hint, not a list of what to do

// Both of whom I could hand to the other.
std::vector<PersonId> at_hand(OpenHome& home, node::CircleNumber circle, const Said& said) {
  const auto& contacts = home.node().contacts();
  std::vector<PersonId> persons;
  for (const auto& hearer : home.node().audience(circle, home.now())) {
    const auto* contact = contacts.find(hearer.person);
    const bool can =
        contact != nullptr && contacts.accepted(hearer.person) && !contact->face.empty();
    if (can && said.contains(hearer.person)) persons.push_back(hearer.person);
  }
  return persons;
}

// Who includes whom now: they know each other.
Pairs acquainted(const Said& said) {
  Pairs pairs;
  for (const auto& [speaker, audience] : said) {
    for (const auto& hearer : audience) {
      pairs.insert(node::pair_of_people(speaker, hearer.person));
    }
  }
  return pairs;
}

// Whom they included and do not any more, they know as well. Asked for those alone of whom nothing
// else tells, as it reads much.
Outcome<bool> did_include(OpenHome& home, node::CircleNumber circle, const Said& said,
                          const PersonId& speaker, const PersonId& other) {
  auto& node = home.node();
  const auto before =
      node::no_longer_addressed(node.store(), node.strands(), speaker, circle, said.at(speaker));
  if (!before) return Fail<Fault>{fault_of(before.error())};
  return std::ranges::count(*before, other) > 0;
}

}  // namespace

Outcome<node::Done> introduce_each(OpenHome& home, const std::vector<node::Introducing>& pairs) {
  auto step = home.node().introduce(pairs, home.now());
  if (!step) return home.carry_out(std::move(step));
  for (const auto& pair : pairs) {
    node::put_introduced(node::pair_of_people(pair.one, pair.other), step->commit);
  }
  return home.carry_out(std::move(step));
}

Outcome<Json> strangers_json(OpenHome& home, node::CircleNumber circle, const Said& said) {
  auto known = acquainted(said);
  const auto done = node::introduced(home.home().store());
  if (!done) return Fail<Fault>{fault_of(node::refusal_of(done.error()))};
  known.insert(done->begin(), done->end());
  const auto persons = at_hand(home, circle, said);
  auto list = Json::array();
  for (auto one = persons.begin(); one != persons.end(); ++one) {
    for (auto other = one + 1; other != persons.end() && list.size() < alike_max; ++other) {
      if (known.contains(node::pair_of_people(*one, *other))) continue;
      const auto once = did_include(home, circle, said, *one, *other);
      if (!once) return Fail<Fault>{once.error()};
      const auto back = did_include(home, circle, said, *other, *one);
      if (!back) return Fail<Fault>{back.error()};
      if (*once || *back) continue;
      auto pair = Json::array();
      pair.push_back(named_json(home, *one));
      pair.push_back(named_json(home, *other));
      list.push_back(std::move(pair));
    }
  }
  return list;
}

}  // namespace kith::service
