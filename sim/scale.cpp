// How they come to know each other, what a session costs whom, what lies where.
#include "sim/scale.hpp"

#include <algorithm>
#include <ctime>

#include "base/limits.hpp"

namespace kith::sim {
namespace {

using namespace std::chrono_literals;

// So that logs are half a week old when the week begins: the weekly epoch falls into it.
constexpr std::chrono::hours acquainted_before{84};
constexpr std::size_t closing_rounds_max = 4;

std::string name_of(Resident who) { return "p" + std::to_string(who); }
std::string circle_name(std::size_t circle) { return "circle " + std::to_string(circle); }

}  // namespace

std::chrono::nanoseconds Scale::cpu_now() {
  timespec now{};
  (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

Scale::Scale(const ScalePlan& plan, const std::vector<Sitting>& sittings)
    : plan_(plan),
      sittings_(sittings),
      map_(draw_map(plan.people, plan.great_circles, plan.seed)),
      lines_(map_),
      dice_(plan.seed ^ 0x7363'616c'6500'0000U) {
  check(!sittings_.empty());
  for (Resident who = 0; who < plan_.people; ++who) {
    const auto own_seed = (plan_.seed + 1) * 1'000'000'007 + who;
    const auto before = cpu_now();
    residents_.emplace_back(  // in place: a person cannot be moved
        new Dweller{Person{name_of(who), own_seed, first_monday() - acquainted_before}, {}});
    auto& one = *residents_.back();
    one.cost.cpu[0] += cpu_now() - before;
    one.circle_numbers.resize(map_.circles_of[who].size());
    one.person.on_commit = [this, who](const node::Batch& batch) { watch(who, batch); };
  }
}

Person& Scale::person(Resident who, WallTime now) {
  auto& one = residents_[who]->person;
  one.set_clock(std::max(one.now(), now));
  return one;
}

void Scale::watch(Resident who, const node::Batch& batch) {
  for (const auto& change : batch) {
    const auto* put = std::get_if<node::change::PutIndex>(&change);
    if (put == nullptr) continue;
    const auto& one = residents_[who]->person;
    for (const auto& row : put->rows) {
      if (!row.shown) continue;
      const auto& log = one.node().strands().strand(row.entry.strand).log;
      lines_.readable(who, log, row.entry.seq, one.now());
    }
  }
}

Scale::PairKey Scale::key_of(Resident one, Resident other) {
  return PairKey{std::min(one, other)} << 32 | std::max(one, other);
}

// Bytes go both ways until both are silent; each end's work is its person's.
void Scale::settle(Session& session, Resident caller, Resident called) {
  paid_by(caller, [&] { session.caller.run(); });
  paid_by(called, [&] { session.called.run(); });
  while (session.caller.has_written() || session.called.has_written()) {
    const auto there = session.caller.take_written();
    paid_by(called, [&] { session.called.receive(there); });
    const auto back = session.called.take_written();
    paid_by(caller, [&] { session.caller.receive(back); });
  }
}

Session Scale::begin(Resident caller, Resident called, WallTime now) {
  std::optional<Session> session;
  paid_by(caller, [&] { session = dial(person(caller, now), person(called, now)); });
  check(session.has_value());
  settle(*session, caller, called);
  return std::move(*session);
}

void Scale::finish(Session& session, Resident caller, Resident called) {
  session.caller.exchange().finish();
  session.called.exchange().finish();
  settle(session, caller, called);
  check(session.caller.ending() == node::Ending::finished);
  check(session.called.ending() == node::Ending::finished);
  const auto phase = static_cast<std::size_t>(phase_);
  residents_[caller]->cost.bytes_out[phase] += session.caller.exchange().tally().bytes_out;
  residents_[called]->cost.bytes_out[phase] += session.called.exchange().tally().bytes_out;
  ++residents_[caller]->cost.sessions[phase];
  ++residents_[called]->cost.sessions[phase];
}

void Scale::whole_session(Resident caller, Resident called, WallTime now) {
  auto session = begin(caller, called, now);
  finish(session, caller, called);
}

void Scale::acquaint() {
  const auto now = first_monday() - acquainted_before;
  for (Resident who = 0; who < plan_.people; ++who) {
    for (const auto other : map_.contacts[who]) {
      if (who >= other) continue;
      meet_two(who, other);
      if (knows_many(who) || knows_many(other)) whole_session(who, other, now);
    }
  }
  for (std::size_t circle = 0; circle < map_.circles.size(); ++circle) found(circle, now);
}

// More cards than a device keeps the secrets of: theirs talk at once, as they meet.
bool Scale::knows_many(Resident who) const {
  return map_.contacts[who].size() > limits::cards_unused_max;
}

void Scale::meet_two(Resident one, Resident other) {
  ByteVec ones;
  ByteVec others;
  const auto card_of = [&](Resident who, ByteVec& card) {
    auto& person = residents_[who]->person;
    paid_by(who, [&] { card = person.take(person.node().new_card({}, person.tick())); });
  };
  const auto take = [&](Resident who, const ByteVec& card, Resident whose) {
    auto& person = residents_[who]->person;
    paid_by(who, [&] {
      (void)person.take(
          person.node().meet(card, name_of(whose), node::Verification::met, person.tick()));
    });
  };
  card_of(one, ones);
  card_of(other, others);
  take(one, others, other);
  take(other, ones, one);
}

node::CircleNumber& Scale::number_in(Resident who, std::size_t circle) {
  const auto& mine = map_.circles_of[who];
  const auto at = std::ranges::find(mine, circle) - mine.begin();
  return residents_[who]->circle_numbers[static_cast<std::size_t>(at)];
}

void Scale::include_all(Resident who, std::size_t circle, WallTime now) {
  std::vector<PersonId> persons;
  for (const auto other : map_.circles[circle].members) {
    if (other != who) persons.push_back(residents_[other]->person.id());
  }
  auto& one = person(who, now);
  paid_by(who, [&] {
    (void)one.take(one.node().include(number_in(who, circle), persons, {}, one.tick()));
  });
}

void Scale::find_circle(Resident who, std::size_t circle) {
  auto& node = residents_[who]->person.node();
  const auto heard = node.circles();
  const auto found = std::ranges::find_if(
      heard, [&](auto number) { return node.name_of(number) == circle_name(circle); });
  check(found != heard.end());
  number_in(who, circle) = *found;
}

// Each hears of it from the founder, includes everyone while they talk, and comes again for what
// those after them said.
void Scale::found(std::size_t circle, WallTime now) {
  const auto& members = map_.circles[circle].members;
  const auto founder = members.front();
  auto& first = person(founder, now);
  number_in(founder, circle) =
      first.take(first.node().new_circle(circle_name(circle), first.tick()));
  include_all(founder, circle, now);
  for (const auto who : members) {
    if (who == founder) continue;
    auto session = begin(who, founder, now);
    find_circle(who, circle);
    include_all(who, circle, now);
    settle(session, who, founder);
    finish(session, who, founder);
  }
  for (const auto who : members) {
    if (who != founder) whole_session(who, founder, now);
  }
}

void Scale::close() {
  phase_ = ScalePhase::closing;
  const auto now = first_monday() + 24h * plan_.days;
  for (std::size_t round = 0; round < closing_rounds_max && lines_.waiting() > 0; ++round) {
    for (const auto& circle : map_.circles) {
      for (const auto who : circle.members) {
        if (who != circle.members.front()) whole_session(who, circle.members.front(), now);
      }
    }
  }
}

ScaleHeld Scale::held(Resident who) const {
  const auto& one = residents_[who]->person;
  ScaleHeld held{map_.contacts[who].size(), 0, 0};
  const auto& strands = one.node().strands();
  const auto all = one.store().strands();
  check(all.has_value());
  for (const auto& strand : *all) {
    for (const auto& each : strands.spans(strand.number)) {
      held.entries += each.span.next.value - each.span.from.value;
    }
    const auto scanned =
        one.store().scan(strand.number, {0}, {limits::seq_max}, [&](Seq, ByteView lean) {
          held.entry_bytes += lean.size();
          return true;
        });
    check(scanned.has_value());
  }
  return held;
}

bool Scale::reads_what_was_said(Resident who) {
  std::map<std::pair<PersonId, std::int64_t>, std::vector<std::string_view>> expected;
  std::size_t lines = 0;
  for (const auto& line : lines_.all()) {
    if (!std::ranges::binary_search(map_.circles[line.circle].members, who)) continue;
    expected[{residents_[line.author]->person.id(), line.said.micros}].push_back(line.text);
    ++lines;
  }
  auto& one = residents_[who]->person;
  one.index();
  for (const auto circle : one.node().circles()) {
    const auto shown = one.node().view().last(circle, lines + 1);
    if (!shown) return false;
    for (const auto& entry : *shown) {
      const auto* message = entry.body ? std::get_if<kinds::Message>(&*entry.body) : nullptr;
      if (message == nullptr) continue;
      const auto found = expected.find({entry.author, entry.time.micros});
      if (found == expected.end()) return false;
      const auto text = std::ranges::find(found->second, message->text);
      if (text == found->second.end()) return false;
      found->second.erase(text);
      --lines;
    }
  }
  return lines == 0;
}

}  // namespace kith::sim
