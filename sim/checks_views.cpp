// Equal visible sets give equal views: what is shown of a circle, and what its things fold into.
#include <algorithm>

#include "kinds/events.hpp"
#include "kinds/practices.hpp"
#include "kinds/promises.hpp"
#include "kinds/proposals.hpp"
#include "kinds/taking_part.hpp"
#include "node/things.hpp"
#include "sim/checks.hpp"

namespace kith::sim {
namespace {

using Bodies = std::map<Link, ByteVec>;  // those that anyone opened

struct Folded {
  std::vector<kinds::ProposalView> proposals;
  std::vector<kinds::PromiseView> promises;
  std::vector<kinds::AskView> asks;
  std::vector<kinds::EventView> events;
  std::vector<kinds::TakesPart> parts;
  std::vector<kinds::Practices::Kept> practices;
  bool operator==(const Folded&) const = default;
};

struct Seen {
  std::set<std::tuple<Link, wire::BodyState>> visible;  // what opens, and whether its body is held
  std::vector<node::ShownEntry> shown;
  Folded folded;
  bool two_texts{};     // of one entry
  bool other_text{};    // than was said
  bool order_counts{};  // things fold otherwise when they come otherwise
};

template <class Range>
Folded fold(const Range& things) {
  kinds::Proposals proposals;
  kinds::Promises promises;
  kinds::Events events;
  kinds::TakingParts parts;
  kinds::Practices practices;
  for (const auto& thing : things) {
    proposals.add(thing);
    promises.add(thing);
    events.add(thing);
    parts.add(thing);
    practices.add(thing);
  }
  Folded folded{{},           promises.promises(), promises.asks(),
                events.all(), parts.all(),         practices.all()};
  for (const auto& first : proposals.all()) folded.proposals.push_back(*proposals.view(first));
  return folded;
}

// Whoever lies may tell each another story, and of a copied log one may hold what the other lacks.
std::vector<kinds::Seen> things_of(World& world, Person& person, node::CircleNumber circle) {
  using Number = kinds::KindNumber;
  constexpr std::array asked{Number::proposal, Number::stance,     Number::agreement,
                             Number::practice, Number::ask,        Number::promise,
                             Number::turn,     Number::event,      Number::event_turn,
                             Number::coming,   Number::taking_part};
  auto& node = person.node();
  const node::Things things{node.store(), node.strands(), node.opener()};
  auto all = things.of_kinds(circle, asked);
  check(all.has_value());
  std::erase_if(*all, [&](const kinds::Seen& one) {
    return world.lies(one.author) || world.truth().was_copied(one.log);
  });
  return std::move(*all);
}

bool says(ByteView body, const std::string* words) {
  if (words == nullptr) return true;
  constexpr auto kind = static_cast<std::uint64_t>(kinds::KindNumber::message);
  const auto message = kinds::decode_body(kind, body);
  const auto* read = message ? std::get_if<kinds::Message>(&*message) : nullptr;
  return read != nullptr && read->text == *words;
}

Seen seen_by(World& world, Person& person, node::CircleNumber circle, Bodies& bodies) {
  auto& node = person.node();
  Seen seen;
  for (const auto strand : node.strands().of_circle(circle)) {
    for (const auto& span : node.strands().spans(strand)) {
      for (auto seq = span.span.from; seq < span.span.next; seq = seq.successor()) {
        const auto opened = node.opener().open({strand, seq});
        const auto link = node.opener().link_of({strand, seq});
        check(link.has_value());
        if (opened) seen.visible.insert({*link, opened->body_state});
        if (!opened || opened->body_state != wire::BodyState::sealed) continue;
        if (opened->body.empty()) continue;  // given around what its author forgot: unread
        const auto [body, fresh] = bodies.try_emplace(*link, opened->body);
        if (!fresh && body->second != opened->body) seen.two_texts = true;
        if (!says(opened->body, world.truth().said(*link))) seen.other_text = true;
      }
    }
  }
  auto shown = node.view().last(circle, 1'000'000);
  check(shown.has_value());
  seen.shown = std::move(*shown);
  auto things = things_of(world, person, circle);
  seen.folded = fold(things);
  std::ranges::reverse(things);
  seen.order_counts = fold(things) != seen.folded;
  return seen;
}

// But for what is local: numbers, and when it came. Of somebody who lies, who is said to hear it,
// and whether another story is known, may be told to each otherwise.
bool same_view(World& world, const Seen& one, const Seen& other) {
  return std::ranges::equal(one.shown, other.shown, [&](const auto& a, const auto& b) {
    if (world.lies(a.author)) return a.link == b.link && a.order == b.order && a.body == b.body;
    const auto view = [](const node::ShownEntry& entry) {
      return std::tie(entry.link, entry.author, entry.time, entry.order, entry.kind,
                      entry.body_state, entry.unreadable, entry.answers, entry.unseen_answers,
                      entry.past_given_to, entry.aside);
    };
    // Of a copied log one may hold the other story, too, and not open it.
    const auto* written = world.truth().find(a.link);
    const bool copied = written != nullptr && world.truth().was_copied(written->log);
    if (a.forked != b.forked && !copied) return false;
    return view(a) == view(b) && a.body == b.body && a.audience == b.audience;
  });
}

using AllSeen = std::map<std::pair<CircleId, decltype(Seen::visible)>, Seen>;

void compare(World& world, Person& person, node::CircleNumber circle, Bodies& bodies,
             AllSeen& all) {
  auto mine = seen_by(world, person, circle, bodies);
  if (mine.two_texts) world.problem("one entry shows two texts, one of them to " + person.name());
  if (mine.other_text) world.problem(person.name() + " reads something else than was said");
  if (mine.order_counts) world.problem("things fold otherwise when they come otherwise");
  check_order(world, person, circle);
  const auto& id = person.node().strands().id_of(circle);
  const auto [found, fresh] = all.try_emplace({id, mine.visible}, mine);
  if (fresh) return;
  if (!same_view(world, found->second, mine)) {
    world.problem(person.name() + " sees the same entries as somebody else, and another view");
  }
  if (found->second.folded != mine.folded) {
    world.problem(person.name() + " sees the same entries as somebody else, and other things");
  }
}

}  // namespace

void check_views(World& world) {
  AllSeen seen;
  Bodies bodies;
  for (Who who = 0; who < world.people(); ++who) {
    auto& person = world.person(who);
    if (world.lies(who)) continue;
    person.index();
    for (const auto circle : person.node().strands().circles()) {
      compare(world, person, circle, bodies, seen);
    }
  }
}

void check_views(World& world, const CircleId& of) {
  AllSeen seen;
  Bodies bodies;
  for (Who who = 0; who < world.people(); ++who) {
    auto& person = world.person(who);
    const auto circle = person.node().strands().number_of(of);
    if (world.lies(who) || !circle) continue;
    const auto waiting = person.store().unindexed();
    check(waiting.has_value());
    if (waiting->empty()) compare(world, person, *circle, bodies, seen);
  }
}

}  // namespace kith::sim
