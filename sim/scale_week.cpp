// How they live: who comes when, who holds a session with whom, what is said and carried.
#include <algorithm>

#include "sim/scale.hpp"

namespace kith::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t standing_max = 8;  // of a person; the program allows 64
constexpr std::size_t lonely_below = 2;  // with fewer, one looks for company again
constexpr std::chrono::milliseconds hop{100};
constexpr unsigned sitting_percent = 30;  // of the days that somebody comes: about two a week

}  // namespace

void Scale::at(WallTime when, What what, Resident who, Resident other) {
  events_.push({when, events_made_++, what, who, other});
}

void Scale::live() {
  phase_ = ScalePhase::living;
  plan_week();
  const auto end_of_week = first_monday() + 24h * plan_.days;
  while (!events_.empty() && events_.top().when < end_of_week) {
    const auto event = events_.top();
    events_.pop();
    on(event);
  }
  events_ = {};
  while (!standing_.empty()) {
    const auto key = standing_.begin()->first;
    end(static_cast<Resident>(key >> 32), static_cast<Resident>(key), end_of_week);
  }
}

void Scale::plan_week() {
  const auto weeks = (plan_.days + 6) / 7;
  std::vector<Habitual> habitual;
  for (Resident who = 0; who < plan_.people; ++who) {
    if (who % habitual_people_each == 0) {
      habitual = habitual_people(plan_.seed * 1'000'003 + who, weeks);
    }
    const auto& there = habitual[who % habitual_people_each].there;
    for (const auto& presence : there) {
      at(presence.from, What::come, who);
      at(presence.until, What::go, who);
    }
    plan_sittings(who, there);
  }
}

// On some of the days that they come, from some moment on while they are there.
void Scale::plan_sittings(Resident who, const std::vector<Presence>& there) {
  std::optional<std::int64_t> last_day;
  for (const auto& presence : there) {
    const auto day = (presence.from - first_monday()) / 24h;
    if (last_day == day) continue;
    last_day = day;
    if (!dice_.chance(sitting_percent)) continue;
    const auto seconds = (presence.until - presence.from) / 1s;
    const auto into = dice_.below(static_cast<std::uint64_t>(seconds));
    at(presence.from + std::chrono::seconds{into}, What::begin_sitting, who);
  }
}

void Scale::on(const Event& event) {
  switch (event.what) {
    case What::come:
      return come(event.who, event.when);
    case What::go:
      return go(event.who, event.when);
    case What::begin_sitting:
      return begin_sitting(event.who, event.when);
    case What::say:
      return say(event.who, event.when);
    case What::carry:
      return carry(event.who, event.other, event.when);
  }
}

void Scale::come(Resident who, WallTime now) {
  residents_[who]->there = true;
  look_for_company(who, now);
}

void Scale::look_for_company(Resident who, WallTime now) {
  std::vector<Resident> there;
  const auto& mine = residents_[who]->standing;
  for (const auto other : map_.contacts[who]) {
    const auto& one = *residents_[other];
    const bool has_place = one.standing.size() < standing_max;
    if (one.there && has_place && !standing_.contains(key_of(who, other))) there.push_back(other);
  }
  while (mine.size() < standing_max && !there.empty()) {
    std::swap(there[dice_.below(there.size())], there.back());
    stand(who, there.back(), now);
    there.pop_back();
  }
}

void Scale::go(Resident who, WallTime now) {
  auto& one = *residents_[who];
  one.there = false;
  const auto left = one.standing;
  for (const auto other : left) end(who, other, now);
  for (const auto other : left) {
    if (residents_[other]->standing.size() < lonely_below) look_for_company(other, now);
  }
}

// In one of their circles, drawn anew each time; what is left of an earlier sitting stays unsaid.
void Scale::begin_sitting(Resident who, WallTime now) {
  auto& one = *residents_[who];
  const bool speaks = one.sitting != nullptr;
  one.sitting = &dice_.one_of(sittings_);
  one.sitting_circle = dice_.one_of(map_.circles_of[who]);
  one.next_line = 0;
  one.sitting_began = now;
  if (!speaks) at(now, What::say, who);
}

void Scale::say(Resident who, WallTime now) {
  auto& one = *residents_[who];
  const auto& line = (*one.sitting)[one.next_line];
  if (now < one.sitting_began + line.after) {  // another sitting began meanwhile
    at(one.sitting_began + line.after, What::say, who);
    return;
  }
  auto& speaker = person(who, now);
  const auto before = speaker.node().revision();
  paid_by(who, [&] {
    auto step = speaker.node().say(number_in(who, one.sitting_circle), {line.text}, speaker.tick());
    check(step.has_value());
    note_said(who, step->commit, line.text);
    check(speaker.commit(step->commit));
  });
  ++one.cost.lines_said;
  tell_others(who, before, now);
  if (++one.next_line == one.sitting->size()) {
    one.sitting = nullptr;
  } else {
    at(one.sitting_began + (*one.sitting)[one.next_line].after, What::say, who);
  }
}

// What they say is the last entry of the step.
void Scale::note_said(Resident who, const node::Batch& batch, std::string_view text) {
  const auto& one = residents_[who]->person;
  const node::change::PutEntries* last = nullptr;
  for (const auto& change : batch) {
    if (const auto* put = std::get_if<node::change::PutEntries>(&change)) last = put;
  }
  check(last != nullptr);
  const Seq seq{last->first.value + last->lean.size() - 1};
  const auto& log = one.node().strands().strand(last->strand).log;
  lines_.said(residents_[who]->sitting_circle, who, log, seq, one.now(), text);
}

void Scale::carry(Resident one, Resident other, WallTime now) {
  const auto found = standing_.find(key_of(one, other));
  if (found == standing_.end() || !found->second.carrying) return;
  found->second.carrying = false;
  const auto before_one = person(one, now).node().revision();
  const auto before_other = person(other, now).node().revision();
  settle(found->second.session, found->second.caller, found->second.called);
  tell_others(one, before_one, now);
  tell_others(other, before_other, now);
}

// What is new here goes out over every session that stands.
void Scale::tell_others(Resident who, std::uint64_t revision_before, WallTime now) {
  if (residents_[who]->person.node().revision() == revision_before) return;
  for (const auto other : residents_[who]->standing) {
    auto& standing = standing_.at(key_of(who, other));
    if (std::exchange(standing.carrying, true)) continue;
    at(now + hop, What::carry, who, other);
  }
}

void Scale::stand(Resident caller, Resident called, WallTime now) {
  const auto before_caller = person(caller, now).node().revision();
  const auto before_called = person(called, now).node().revision();
  auto session = begin(caller, called, now);
  check(!session.caller.ending() && !session.called.ending());
  standing_.emplace(key_of(caller, called), Standing{std::move(session), caller, called, false});
  residents_[caller]->standing.push_back(called);
  residents_[called]->standing.push_back(caller);
  tell_others(caller, before_caller, now);
  tell_others(called, before_called, now);
}

void Scale::end(Resident one, Resident other, WallTime now) {
  auto node = standing_.extract(key_of(one, other));
  check(!node.empty());
  auto& [session, caller, called, carrying] = node.mapped();
  const auto before_one = person(one, now).node().revision();
  const auto before_other = person(other, now).node().revision();
  finish(session, caller, called);
  std::erase(residents_[one]->standing, other);
  std::erase(residents_[other]->standing, one);
  tell_others(one, before_one, now);
  tell_others(other, before_other, now);
}

}  // namespace kith::sim
