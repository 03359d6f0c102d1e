#include "demo/stage.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "node/exchange.hpp"
#include "service/names.hpp"

namespace kith::demo {
namespace {

using service::Fault;
using service::OpenHome;
using service::Outcome;

constexpr std::uint64_t all_entries = std::numeric_limits<std::uint64_t>::max();
constexpr std::size_t looked_through_max = 200;  // for what somebody answers
constexpr std::size_t bytes_at_once = 64 * 1024;

// One end of a session in memory: turns are committed before their bytes go, as everywhere.
class End {
 public:
  End(OpenHome& home, std::unique_ptr<node::Exchange> exchange)
      : home_(home), exchange_(std::move(exchange)) {}

  /// Steps until it waits. What it said is the other's to hear.
  [[nodiscard]] ByteVec go(ByteView heard, WallTime now) {
    ByteVec said;
    if (over_) return said;
    if (!heard.empty()) exchange_->feed(heard);
    for (bool more = true; more && !over_;) {
      const auto turn = exchange_->step(now);
      check(home_.commit_turn(turn.commit, turn.durability).has_value());
      said.insert(said.end(), turn.send.begin(), turn.send.end());
      more = turn.more;
      over_ = turn.ending.has_value();
    }
    return said;
  }
  void finish() { exchange_->finish(); }

 private:
  OpenHome& home_;
  std::unique_ptr<node::Exchange> exchange_;
  bool over_{};
};

void talk(End& one, End& other, WallTime now) {
  ByteVec heard;
  bool quiet = false;
  while (!quiet) {
    const auto said = one.go(heard, now);
    heard = other.go(said, now);
    quiet = said.empty() && heard.empty();
  }
}

Outcome<void> done(Outcome<node::Done> outcome) {
  if (!outcome) return Fail<Fault>{outcome.error()};
  return {};
}

}  // namespace

void hold_session(OpenHome& caller, OpenHome& called, WallTime now) {
  auto dialled = node::Exchange::dial(caller.node(), caller.home().entropy(),
                                      called.node().person(), called.node().device());
  if (!dialled) return;
  End one{caller, std::move(*dialled)};
  End other{called, node::Exchange::answer(called.node(), called.home().entropy())};
  talk(one, other, now);
  one.finish();
  other.finish();
  talk(one, other, now);
}

Outcome<Stage> Stage::set(const Script& script, const std::string& folder, WallTime now) {
  Stage stage{now};
  Names names = script.people;
  names.push_back(script.owner);
  const auto first = script.acts.empty() ? 0 : script.acts.front().days_ago;
  const auto beginning = now - std::chrono::days{first + 1};
  for (const auto& name : names) {
    const host::HomePlace place{folder + "/" + name, folder + "/state", host::system_machine_id()};
    auto home = OpenHome::create(place, host::KeyFile{}, name, host::stretch_of_people, beginning);
    if (!home) return Fail<Fault>{home.error()};
    stage.homes_.emplace(name, std::move(*home));
  }
  return stage;
}

// One act: who acts, when, and on what.
struct Stage::Turn {
  Stage& stage;
  const std::string& who;
  OpenHome& home;
  WallTime now;

  [[nodiscard]] Outcome<node::CircleNumber> circle(const std::string& name) {
    (void)home.catch_up(all_entries, node::Findable::by_place);
    return service::talk_named(home, name);
  }
  [[nodiscard]] Outcome<std::vector<PersonId>> persons(const Names& names) {
    std::vector<PersonId> found;
    for (const auto& name : names) {
      const auto person = service::person_named(home, name);
      if (!person) return Fail<Fault>{person.error()};
      found.push_back(*person);
    }
    return found;
  }
  [[nodiscard]] std::vector<Reference> said_before(node::CircleNumber circle,
                                                   const std::string& beginning) {
    const auto entries = home.node().view().last(circle, looked_through_max);
    std::vector<Reference> found;
    for (const auto& entry : entries ? *entries : std::vector<node::ShownEntry>{}) {
      const auto* message = entry.body ? std::get_if<kinds::Message>(&*entry.body) : nullptr;
      if (message != nullptr && message->text.starts_with(beginning)) found = {entry.id()};
    }
    return found;
  }

  Outcome<void> take_card(OpenHome& of, const std::string& name, bool in_person) {
    const auto card = of.carry_out(of.node().new_card({}, now));
    if (!card) return Fail<Fault>{card.error()};
    const auto how = in_person ? node::Verification::met : node::Verification::pasted;
    const auto met = home.carry_out(home.node().meet(*card, name, how, now));
    if (!met) return Fail<Fault>{met.error()};
    return {};
  }
  Outcome<void> operator()(const Meets& deed) {
    auto& other = stage.home_of(deed.whom);
    if (auto mine = take_card(other, deed.whom, deed.in_person); !mine) return mine;
    Turn theirs{stage, deed.whom, other, now};
    if (auto taken = theirs.take_card(home, who, deed.in_person); !taken) return taken;
    stage.exchange(who, deed.whom, now);
    return {};
  }
  Outcome<void> operator()(const Begins& deed) {
    const auto circle = home.carry_out(home.node().new_circle(deed.circle, now));
    if (!circle) return Fail<Fault>{circle.error()};
    return {};
  }
  Outcome<void> operator()(const Includes& deed) {
    const auto where = circle(deed.circle);
    if (!where) return Fail<Fault>{where.error()};
    const auto whom = persons(deed.whom);
    if (!whom) return Fail<Fault>{whom.error()};
    node::Inclusion how;
    if (deed.days_left > 0) how.until = stage.now_ + std::chrono::days{deed.days_left};
    return done(home.carry_out(home.node().include(*where, *whom, how, now)));
  }
  Outcome<void> operator()(const Parts& deed) {
    const auto where = circle(deed.circle);
    if (!where) return Fail<Fault>{where.error()};
    const auto whom = persons({deed.whom});
    if (!whom) return Fail<Fault>{whom.error()};
    return done(home.carry_out(home.node().part(*where, *whom, {.words = deed.words}, now)));
  }
  Outcome<void> operator()(const Says& deed) {
    const auto where = circle(deed.circle);
    if (!where) return Fail<Fault>{where.error()};
    node::Saying saying{deed.text};
    if (!deed.answers.empty()) saying.answers = said_before(*where, deed.answers);
    if (!deed.to.empty()) {
      auto to = persons(deed.to);
      if (!to) return Fail<Fault>{to.error()};
      saying.to = std::move(*to);
    }
    const auto said = home.carry_out(home.node().say(*where, saying, now));
    if (!said) return Fail<Fault>{said.error()};
    return {};
  }
  Outcome<void> say_thing(const std::string& circle_named, std::vector<Reference> about,
                          kinds::Body thing) {
    const auto where = circle(circle_named);
    if (!where) return Fail<Fault>{where.error()};
    const node::Saying saying{"", std::move(about), std::nullopt, std::move(thing)};
    const auto said = home.carry_out(home.node().say(*where, saying, now));
    if (!said) return Fail<Fault>{said.error()};
    return {};
  }
  Outcome<void> operator()(const Proposes& deed) {
    const auto where = circle(deed.circle);
    if (!where) return Fail<Fault>{where.error()};
    kinds::Proposal proposal{deed.text, deed.title, {home.node().person()}};
    for (const auto& hearer : home.node().audience(*where, now)) {
      proposal.concerns.push_back(hearer.person);
    }
    std::ranges::sort(proposal.concerns);
    return say_thing(deed.circle, {}, std::move(proposal));
  }
  Outcome<void> operator()(const Stands& deed) {
    const auto where = circle(deed.circle);
    if (!where) return Fail<Fault>{where.error()};
    const auto entries = home.node().view().last(*where, looked_through_max);
    for (const auto& entry : entries ? *entries : std::vector<node::ShownEntry>{}) {
      const auto* body = entry.body ? std::get_if<kinds::Proposal>(&*entry.body) : nullptr;
      const auto link = home.node().opener().link_of(entry.key);
      if (body == nullptr || body->title != deed.proposal || !link) continue;
      const auto position = static_cast<std::uint64_t>(deed.position);
      auto words = deed.words.empty() ? std::nullopt : std::optional{deed.words};
      return say_thing(deed.circle, {entry.id()},
                       kinds::Stance{*link, position, std::move(words), {}});
    }
    return service::refuse("at_terminal", "Nobody proposed that.");
  }
  [[nodiscard]] WallTime in_days(int days) const { return stage.now_ + std::chrono::days{days}; }
  Outcome<void> operator()(const Asks& deed) {
    return say_thing(deed.circle, {}, kinds::Ask{deed.text, {}, in_days(deed.by_days), {deed.tag}});
  }
  Outcome<void> operator()(const Promises& deed) {
    auto whom = persons(deed.whom);
    if (!whom) return Fail<Fault>{whom.error()};
    std::ranges::sort(*whom);
    return say_thing(
        deed.circle, {},
        kinds::Promise{deed.text, std::move(*whom), in_days(deed.by_days), {deed.tag}});
  }
  Outcome<void> operator()(const Keeps& deed) { return say_thing(deed.circle, {}, deed.practice); }
  Outcome<void> operator()(const Observes& deed) {
    const auto whom = persons({deed.whom});
    if (!whom) return Fail<Fault>{whom.error()};
    const kinds::Observation note{
        whom->front(), static_cast<std::uint64_t>(deed.went), now, {deed.tag}, {}, {}};
    return done(home.carry_out(home.node().keep(note, now)));
  }
  Outcome<void> operator()(const Introduces& deed) {
    const auto whom = persons({deed.whom});
    if (!whom) return Fail<Fault>{whom.error()};
    std::vector<node::Introducing> pairs;
    const auto pair_with = [&](const PersonId& person, std::optional<CircleId> circle) {
      if (person != whom->front()) pairs.push_back({person, whom->front(), deed.note, circle});
    };
    if (const auto person = service::person_named(home, deed.to)) {
      pair_with(*person, std::nullopt);
    } else {
      const auto where = circle(deed.to);
      if (!where) return Fail<Fault>{where.error()};
      for (const auto& one : home.node().heard_in(*where)) {
        if (home.node().contacts().accepted(one)) {
          pair_with(one, home.node().strands().id_of(*where));
        }
      }
    }
    return done(home.carry_out(home.node().introduce(pairs, now)));
  }
  Outcome<void> operator()(const Accepts&) {
    (void)home.catch_up(all_entries, node::Findable::by_place);
    while (!home.node().open_offers().empty()) {
      const auto id = home.node().open_offers().front()->id;
      const auto known = home.carry_out(home.node().accept(id, {}, now));
      if (!known) return Fail<Fault>{known.error()};
    }
    return {};
  }
  Outcome<void> operator()(const Notes& deed) {
    const auto whom = persons({deed.whom});
    if (!whom) return Fail<Fault>{whom.error()};
    return done(home.carry_out(home.node().note(whom->front(), deed.text, now)));
  }
  Outcome<void> operator()(const Compares& deed) {
    const auto whom = persons({deed.whom});
    if (!whom) return Fail<Fault>{whom.error()};
    return done(home.carry_out(
        home.node().verified(whom->front(), node::Verification::words_compared, now)));
  }
  Outcome<void> operator()(const GoesAway&) {
    stage.away_.insert(who);
    return {};
  }
  Outcome<void> operator()(const ComesBack&) {
    stage.away_.erase(who);
    return {};
  }
  Outcome<void> operator()(const Reads&) {
    (void)home.catch_up(all_entries, node::Findable::by_place);
    for (const auto circle : home.node().circles()) {
      const auto read = home.carry_out(
          home.node().keep(kinds::ReadMark{home.node().strands().id_of(circle), now}, now));
      if (!read) return Fail<Fault>{read.error()};
    }
    return {};
  }
};

void Stage::exchange(const std::string& one, const std::string& other, WallTime now) {
  if (away_.contains(one) || away_.contains(other)) return;
  hold_session(home_of(one), home_of(other), now);
}

void Stage::spread(const std::string& who, WallTime now) {
  auto& node = home_of(who).node();
  for (const auto& [name, home] : homes_) {
    if (name != who && node.contacts().accepted(home->node().person())) exchange(who, name, now);
  }
}

Outcome<void> Stage::play(const Script& script, std::chrono::minutes minutes_east) {
  constexpr auto day = std::chrono::days{1};
  const auto local = now_ + minutes_east;
  const auto midnight = now_ - std::chrono::microseconds{local.micros} %
                                   std::chrono::duration_cast<std::chrono::microseconds>(day);
  for (const auto& act : script.acts) {
    const auto when = act.days_ago == 0 ? now_ - act.at : midnight - day * act.days_ago + act.at;
    Turn turn{*this, act.who, home_of(act.who), when};
    if (auto played = std::visit(turn, act.deed); !played) return played;
    spread(act.who, when);
  }
  for (auto& [name, home] : homes_) {
    if (auto ready = home->catch_up(all_entries, node::Findable::by_words); !ready) return ready;
  }
  return {};
}

}  // namespace kith::demo
