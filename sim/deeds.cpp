#include "sim/deeds.hpp"

#include <algorithm>

#include "node/references.hpp"

namespace kith::sim {

void meet(World& world, Who one, Who other) {
  const auto card_of = [&](Who who) {
    const auto now = world.moment(who);
    return *world.act(who, world.person(who).node().new_card({}, now));
  };
  const auto take = [&](Who who, Who whom, const ByteVec& card) {
    const auto now = world.moment(who);
    const auto& name = world.person(whom).name();
    check(world.act(who, world.person(who).node().meet(card, name, node::Verification::met, now))
              .has_value());
  };
  const auto ones = card_of(one);
  const auto others = card_of(other);
  take(one, other, others);
  take(other, one, ones);
}

std::optional<CircleId> found(World& world, Who who, const std::string& name) {
  const auto now = world.moment(who);
  const auto number = world.act(who, world.person(who).node().new_circle(name, now));
  if (!number) return std::nullopt;
  return world.person(who).node().strands().id_of(*number);
}

std::optional<node::CircleNumber> number_of(World& world, Who who, const CircleId& circle) {
  return world.person(who).node().strands().number_of(circle);
}

bool include(World& world, Who who, const CircleId& circle, const std::vector<PersonId>& whom,
             const node::Inclusion& how) {
  const auto number = number_of(world, who, circle);
  if (!number) return false;
  const auto now = world.moment(who);
  auto step = world.person(who).node().include(*number, whom, how, now);
  if (!step) return false;
  for (const auto& person : whom) {
    if (!world.person(who).node().contacts().accepted(person)) {
      world.problem(world.person(who).name() + " addresses somebody whom they never accepted");
    }
  }
  const auto so = [&] {
    for (const auto& person : whom) {
      world.truth().includes(who, circle, person, how.until);
      if (how.past) world.truth().gives_past(who, world.person(who), circle, person, *how.past);
    }
  };
  return world.act(who, std::move(step), {}, so).has_value();
}

bool include(World& world, Who who, const CircleId& circle, Who whom, const node::Inclusion& how) {
  return include(world, who, circle, std::vector{world.person(whom).id()}, how);
}

namespace {

// A boundary that someone drew is theirs alone to take away: by name, never by the way.
bool include_newcomers(World& world, Who who, const CircleId& circle,
                       const node::Newcomers& newcomers) {
  for (const auto& person : newcomers.persons) {
    if (world.truth().stands_apart(who, circle, person, world.lease_time(who))) {
      world.problem(world.person(who).name() + " would include someone again by the way");
    }
  }
  return !newcomers.persons.empty() && include(world, who, circle, newcomers.persons);
}

}  // namespace

bool include_like(World& world, Who who, const CircleId& circle, Who like) {
  const auto number = number_of(world, who, circle);
  if (!number) return false;
  auto& person = world.person(who);
  const auto whom = person.node().like(*number, world.person(like).id(), person.now());
  return include_newcomers(world, who, circle, whom);
}

bool join(World& world, Who who, const CircleId& circle) {
  const auto number = number_of(world, who, circle);
  if (!number) return false;
  auto& person = world.person(who);
  if (!world.index(who)) return false;
  const auto whom = person.node().to_join(*number, person.now());
  return include_newcomers(world, who, circle, whom);
}

bool part(World& world, Who who, const CircleId& circle, Who whom, const std::string& words) {
  const auto number = number_of(world, who, circle);
  if (!number) return false;
  const auto now = world.moment(who);
  const auto& other = world.person(whom).id();
  auto step = world.person(who).node().part(*number, {other}, {.words = words}, now);
  const auto so = [&] { world.truth().parts(who, circle, other); };
  return world.act(who, std::move(step), {}, so).has_value();
}

bool leave(World& world, Who who, const CircleId& circle) {
  const auto number = number_of(world, who, circle);
  if (!number) return false;
  const auto now = world.moment(who);
  auto& person = world.person(who);
  std::vector<PersonId> hearers;
  for (const auto& one : person.node().audience(*number, now)) hearers.push_back(one.person);
  auto step = person.node().part(*number, hearers, {.leaving = true}, now);
  const auto ends = world.lease_time(who);
  const auto so = [&] { world.truth().leaves(who, circle, ends); };
  return world.act(who, std::move(step), {}, so).has_value();
}

namespace {

std::optional<Link> speak(World& world, Who who, const CircleId& circle,
                          const node::Saying& saying) {
  const auto number = number_of(world, who, circle);
  if (!number) return std::nullopt;
  auto& person = world.person(who);
  const auto now = world.moment(who);
  auto allowed = world.truth().audience(who, circle, world.lease_time(who));
  const auto& to = saying.to;
  if (to) {
    std::erase_if(allowed, [&](const auto& one) { return std::ranges::count(*to, one) == 0; });
  }
  for (const auto& answer : saying.answers) {
    const auto key = node::resolve(person.store(), person.node().opener(), answer);
    if (!key || !*key) return std::nullopt;
    const auto* entry = world.truth().find(*person.node().opener().link_of(**key));
    check(entry != nullptr || world.lies(person.node().strands().strand((*key)->strand).person));
    if (!to && entry != nullptr)
      std::erase_if(allowed, [&](const auto& one) { return !world.truth().may_hold(one, *entry); });
  }
  auto step = person.node().say(*number, saying, now);
  if (!step) return std::nullopt;
  Persons aside;
  for (const auto& hearer : step->answer.audience) aside.insert(hearer.person);
  if (!std::ranges::includes(allowed, aside)) {
    world.problem("an answer of " + person.name() + " goes beyond whom it may");
  }
  // Where an answer's own hearers are not fully known here it may go to fewer, never to more.
  if (saying.answers.empty() && aside != allowed) {
    world.problem(person.name() + " says that others hear it than do");
  }
  auto said = world.act(who, std::move(step), aside);
  if (!said) return std::nullopt;
  if (!saying.text.empty()) world.truth().says(said->link, std::string{saying.text});
  return said->link;
}

}  // namespace

std::optional<Link> say(World& world, Who who, const CircleId& circle, const std::string& text,
                        const std::vector<Reference>& answers,
                        const std::optional<std::vector<PersonId>>& to) {
  return speak(world, who, circle, {text, answers, to});
}

std::optional<Link> say_thing(World& world, Who who, const CircleId& circle, kinds::Body thing,
                              const std::vector<Reference>& answers) {
  return speak(world, who, circle, {"", answers, std::nullopt, std::move(thing)});
}

std::optional<node::EntryKey> key_of(World& world, Who who, const Link& link) {
  const auto* entry = world.truth().find(link);
  auto& node = world.person(who).node();
  if (entry == nullptr) {  // of somebody who lies
    const auto key = node::resolve(node.store(), node.opener(), reference_of(link));
    check(key.has_value());
    return *key;
  }
  for (const auto strand : node.strands().of_log(entry->log)) {
    const node::EntryKey key{strand, entry->place.seq};
    if (node.strands().holds(key) && node.opener().link_of(key) == link) return key;
  }
  return std::nullopt;
}

bool opens(World& world, Who who, const Link& link) {
  const auto key = key_of(world, who, link);
  return key && world.person(who).node().opener().open(*key).has_value();
}

bool forget(World& world, Who who, const Link& link) {
  const auto key = key_of(world, who, link);
  if (!key) return false;
  const auto now = world.moment(who);
  const auto so = [&] {
    if (world.truth().find(link) != nullptr) world.truth().forgets(who, link);
  };
  auto step = world.person(who).node().forget(*key, now);
  return world.act(who, std::move(step), {}, so).has_value();
}

bool introduce(World& world, Who who, Who one, Who other) {
  const auto now = world.moment(who);
  const node::Introducing pair{world.person(one).id(), world.person(other).id(), {}, {}};
  return world.act(who, world.person(who).node().introduce({pair}, now)).has_value();
}

bool accept_some(World& world, Who who) {
  auto& person = world.person(who);
  if (!world.index(who)) return false;
  const auto offers = person.node().open_offers();
  if (offers.empty()) return false;
  const auto id = world.dice().one_of(offers)->id;
  const auto now = world.moment(who);
  return world.act(who, person.node().accept(id, "", now)).has_value();
}

bool ignore_some(World& world, Who who) {
  auto& person = world.person(who);
  if (!world.index(who)) return false;
  const auto offers = person.node().open_offers();
  if (offers.empty()) return false;
  const auto id = world.dice().one_of(offers)->id;
  const auto now = world.moment(who);
  return world.act(who, person.node().ignore(id, now)).has_value();
}

std::vector<std::string> texts(World& world, Who who, const CircleId& circle) {
  const auto number = number_of(world, who, circle);
  if (!number) return {};
  world.person(who).index();
  const auto entries = world.person(who).node().view().last(*number, 1'000'000);
  check(entries.has_value());
  std::vector<std::string> out;
  for (const auto& entry : *entries) {
    const auto* message = entry.body ? std::get_if<kinds::Message>(&*entry.body) : nullptr;
    if (message != nullptr) out.push_back(message->text);
  }
  return out;
}

}  // namespace kith::sim
