#include "sim/together.hpp"

#include <algorithm>

#include "node/things.hpp"
#include "sim/deeds.hpp"

namespace kith::sim {
namespace {

constexpr std::array kinds_of_things{
    kinds::KindNumber::proposal, kinds::KindNumber::stance,     kinds::KindNumber::agreement,
    kinds::KindNumber::practice, kinds::KindNumber::ask,        kinds::KindNumber::promise,
    kinds::KindNumber::turn,     kinds::KindNumber::event,      kinds::KindNumber::event_turn,
    kinds::KindNumber::coming,   kinds::KindNumber::taking_part};

constexpr std::size_t founded_max = 4;  // circles beside those of the history

}  // namespace

std::string Together::words(const std::string& first) {
  return first + " " + std::to_string(++said_);
}

// What they see there, folded as the service folds it.
template <class Fold>
Fold Together::folded(Who who, const CircleId& circle) {
  Fold fold;
  const auto number = number_of(world_, who, circle);
  if (!number || !world_.index(who)) return fold;
  auto& node = world_.person(who).node();
  const auto seen =
      node::Things{node.store(), node.strands(), node.opener()}.of_kinds(*number, kinds_of_things);
  check(seen.has_value());
  for (const auto& one : *seen) fold.add(one);
  return fold;
}

std::vector<PersonId> Together::hearers(Who who, const CircleId& circle) {
  const auto number = number_of(world_, who, circle);
  if (!number) return {};
  auto& person = world_.person(who);
  const auto hear = person.node().hearers_of(*number, {}, person.now());
  return hear ? hear->persons : std::vector<PersonId>{};
}

std::vector<PersonId> Together::some_accepted(Who who) {
  const auto& contacts = world_.person(who).node().contacts();
  std::vector<PersonId> some;
  for (const auto& [other, contact] : contacts.all()) {
    if (contacts.accepted(other) && dice_.chance(60)) some.push_back(other);
  }
  return some;
}

void Together::do_something(Who who, const CircleId& circle) {
  switch (dice_.below(20)) {
    case 0:
    case 1:
    case 2:
      return propose(who, circle);
    case 3:
      return amend(who, circle);
    case 4:
    case 5:
      return take_stance(who, circle);
    case 6:
    case 7:
      return agree_or_step_out(who, circle);
    case 8:
      return type_in_paper(who, circle);
    case 9:
      return keep_practice(who, circle);
    case 10:
      return ask(who, circle);
    case 11:
    case 12:
      return promise(who, circle);
    case 13:
      return turn(who, circle);
    case 14:
      return bring_event(who, circle);
    case 15:
      return turn_event(who, circle);
    case 16:
      return come(who, circle);
    case 17:
      return dice_.chance(50) ? open_juncture(who) : renew(who, circle);
    case 18:
      return re_form(who, circle);
    default:
      return observe(who);
  }
}

// Deciding
// ----------------------------------------------------------------------------------------------

std::optional<kinds::ProposalView> Together::some_proposal(Who who, const CircleId& circle) {
  const auto proposals = folded<kinds::Proposals>(who, circle);
  const auto all = proposals.all();
  return all.empty() ? std::nullopt : proposals.view(dice_.one_of(all));
}

// Now and then beside one that stands there.
void Together::propose(Who who, const CircleId& circle) {
  std::vector<Reference> beside;
  const auto& me = world_.person(who).id();
  if (dice_.chance(25)) {
    const auto other = some_proposal(who, circle);
    if (other && other->author != me) beside.push_back(reference_of(other->first));
  }
  auto concerns = beside.empty() ? hearers(who, circle) : std::vector<PersonId>{};
  concerns.push_back(me);
  std::ranges::sort(concerns);
  const auto title = dice_.chance(50) ? std::optional{words("title")} : std::nullopt;
  (void)say_thing(world_, who, circle, kinds::Proposal{words("a plan"), title, concerns}, beside);
}

void Together::amend(Who who, const CircleId& circle) {
  const auto view = some_proposal(who, circle);
  const auto& me = world_.person(who).id();
  if (!view || view->author != me) return;
  std::vector<Reference> amended;
  for (const auto& version : view->versions) {
    if (version.newest && amended.size() < limits::references_max) {
      amended.push_back(reference_of(version.link));
    }
  }
  (void)say_thing(world_, who, circle, kinds::Proposal{words("a better plan"), {}, {me}}, amended);
}

void Together::take_stance(Who who, const CircleId& circle) {
  const auto proposals = folded<kinds::Proposals>(who, circle);
  const auto all = proposals.all();
  if (all.empty()) return;
  const auto version = dice_.one_of(proposals.view(dice_.one_of(all))->versions).link;
  (void)say_thing(world_, who, circle,
                  kinds::Stance{version, dice_.below(5), words("as I see it"),
                                proposals.earlier_stances(version, world_.person(who).id())},
                  {reference_of(version)});
}

void Together::agree_or_step_out(Who who, const CircleId& circle) {
  const auto proposals = folded<kinds::Proposals>(who, circle);
  const auto all = proposals.all();
  if (all.empty()) return;
  const auto& me = world_.person(who).id();
  const auto view = *proposals.view(dice_.one_of(all));
  const auto& version = dice_.one_of(view.versions);
  if (!version.body) return;
  const bool goes_along = std::ranges::any_of(view.agreements, [&](const auto& said) {
    return said.where.author == me && said.word.version == version.link && said.word.goes_along;
  });
  (void)say_thing(world_, who, circle,
                  kinds::Agreement{version.link, !goes_along, std::nullopt,
                                   proposals.earlier_agreements(version.link, me)},
                  {reference_of(version.link)});
}

void Together::type_in_paper(Who who, const CircleId& circle) {
  const auto view = some_proposal(who, circle);
  if (!view) return;
  const auto& version = dice_.one_of(view->versions).link;
  (void)say_thing(world_, who, circle,
                  kinds::Paper{version, {"ana", "zoe"}, world_.now(), std::nullopt},
                  {reference_of(version)});
}

void Together::keep_practice(Who who, const CircleId& circle) {
  const auto practices = folded<kinds::Practices>(who, circle);
  const std::string name = dice_.chance(50) ? "evenings" : "mornings";
  const auto text = dice_.chance(20) ? std::string{} : words("we take turns");
  (void)say_thing(
      world_, who, circle,
      kinds::Practice{name, text, {}, practices.earlier(name, world_.person(who).id())});
}

// Promising
// ----------------------------------------------------------------------------------------------

void Together::ask(Who who, const CircleId& circle) {
  const auto of = dice_.some_of(hearers(who, circle));
  const auto by = dice_.chance(50) ? std::optional{world_.now()} : std::nullopt;
  (void)say_thing(world_, who, circle, kinds::Ask{words("who will"), of, by, {"home"}});
}

// Half of them answer what somebody asked.
void Together::promise(Who who, const CircleId& circle) {
  const auto asks = folded<kinds::Promises>(who, circle).asks();
  std::vector<Reference> answered;
  if (!asks.empty() && dice_.chance(50)) answered.push_back(reference_of(dice_.one_of(asks).link));
  const auto to = answered.empty() ? dice_.some_of(hearers(who, circle)) : std::vector<PersonId>{};
  (void)say_thing(world_, who, circle, kinds::Promise{words("I will"), to, world_.now(), {}},
                  answered);
}

void Together::turn(Who who, const CircleId& circle) {
  const auto promises = folded<kinds::Promises>(who, circle);
  auto mine = promises.promises();
  std::erase_if(mine, [&](const auto& one) { return one.author != world_.person(who).id(); });
  if (mine.empty()) return;
  const auto& promise = dice_.one_of(mine);
  const auto turning = dice_.below(3);
  const bool changed = turning == static_cast<std::uint64_t>(kinds::Turning::changed);
  if (!changed && !promise.is_open()) return;
  kinds::Turn said{promise.link, turning, {}, promises.earlier_turns(promise.link), {}, {}};
  if (changed) said.text = words("I will, later");
  (void)say_thing(world_, who, circle, std::move(said), {reference_of(promise.link)});
}

// For oneself alone.
void Together::observe(Who who) {
  auto& person = world_.person(who);
  const auto of = some_accepted(who);
  if (of.empty()) return;
  const auto now = world_.moment(who);
  const kinds::Observation noted{of.front(), dice_.below(5), std::max(now, WallTime{}), {}, {}, {}};
  (void)world_.act(who, person.node().keep(noted, now));
}

// Meeting
// ----------------------------------------------------------------------------------------------

kinds::Event Together::event(const std::string& title) {
  constexpr std::int64_t somewhen = 1'800'000'000;
  const auto days = static_cast<std::int64_t>(dice_.below(60));
  kinds::Event event{
      title, {somewhen + days * kinds::day_seconds}, "Europe/Madrid", {}, "here", {}, {}, {}, {}};
  if (dice_.chance(30)) event.repeat = "FREQ=WEEKLY";
  return event;
}

void Together::bring_event(Who who, const CircleId& circle) {
  (void)say_thing(world_, who, circle, event(words("supper")));
}

void Together::turn_event(Who who, const CircleId& circle) {
  const auto events = folded<kinds::Events>(who, circle);
  auto mine = events.all();
  std::erase_if(mine, [&](const auto& one) { return one.author != world_.person(who).id(); });
  if (mine.empty()) return;
  const auto& link = dice_.one_of(mine).link;
  kinds::EventTurn said{link, dice_.below(2), {}, events.earlier_turns(link, {}), {}, {}};
  if (said.turning == static_cast<std::uint64_t>(kinds::EventTurning::changed)) {
    said.now = event(words("a later supper"));
  }
  (void)say_thing(world_, who, circle, std::move(said), {reference_of(link)});
}

void Together::come(Who who, const CircleId& circle) {
  const auto events = folded<kinds::Events>(who, circle);
  const auto all = events.all();
  if (all.empty()) return;
  const auto& link = dice_.one_of(all).link;
  const auto& me = world_.person(who).id();
  (void)say_thing(world_, who, circle,
                  kinds::Coming{link, dice_.below(3), {}, events.earlier_coming(link, me, {}), {}},
                  {reference_of(link)});
}

// Being together
// ----------------------------------------------------------------------------------------------

// Others of it are introduced to each other, as far as they showed their faces.
void Together::open_juncture(Who who) {
  if (founded_ == founded_max) return;
  const auto persons = some_accepted(who);
  if (persons.empty()) return;
  const auto circle = found(world_, who, words("juncture"));
  if (!circle) return;
  ++founded_;
  circles_.push_back(*circle);
  const auto until = world_.person(who).now() + std::chrono::hours{24 * (1 + dice_.below(20))};
  if (!include(world_, who, *circle, persons, {until, std::nullopt})) return;
  (void)say_thing(world_, who, *circle, kinds::TakingPart{until, words("for now"), {}});
  for (std::size_t i = 1; i < persons.size() && world_.problems().empty(); ++i) {
    const auto now = world_.moment(who);
    const node::Introducing pair{persons[i - 1], persons[i], {}, *circle};
    (void)world_.act(who, world_.person(who).node().introduce({pair}, now));
  }
}

// Those to whom one gave a lease there get another.
void Together::renew(Who who, const CircleId& circle) {
  const auto number = number_of(world_, who, circle);
  if (!number) return;
  auto& person = world_.person(who);
  const auto parts = folded<kinds::TakingParts>(who, circle);
  if (person.fallen()) return;
  std::vector<PersonId> leased;
  for (const auto& hearer : person.node().audience(*number, person.now())) {
    if (hearer.until) leased.push_back(hearer.person);
  }
  if (leased.empty()) return;
  const auto until = person.now() + std::chrono::hours{24 * (1 + dice_.below(20))};
  if (!include(world_, who, circle, leased, {until, std::nullopt})) return;
  (void)say_thing(world_, who, circle,
                  kinds::TakingPart{std::max(until, WallTime{}), {}, parts.earlier(person.id())});
}

// With some of those who hear me, who also get what I said so far, no longer than they hear me.
void Together::re_form(Who who, const CircleId& circle) {
  const auto old = number_of(world_, who, circle);
  if (!old || founded_ == founded_max) return;
  auto& person = world_.person(who);
  const auto audience = person.node().audience(*old, person.now());
  std::vector<PersonId> persons;
  for (const auto& hearer : audience) {
    if (dice_.chance(60)) persons.push_back(hearer.person);
  }
  if (persons.empty()) return;
  const auto next = found(world_, who, words("going on"));
  if (!next) return;
  ++founded_;
  circles_.push_back(*next);
  if (!include(world_, who, *next, persons)) return;
  (void)say_thing(world_, who, *next, kinds::ReForm{circle, std::nullopt});
  for (const auto& hearer : audience) {
    if (!world_.problems().empty()) return;
    if (std::ranges::count(persons, hearer.person) == 0) continue;
    (void)include(world_, who, circle, {hearer.person}, {hearer.until, WallTime{}});
  }
}

}  // namespace kith::sim
