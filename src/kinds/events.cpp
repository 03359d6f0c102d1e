#include "kinds/events.hpp"

namespace kith::kinds {
namespace {

bool says(const EventTurn& turn, EventTurning what) {
  return turn.turning == static_cast<std::uint64_t>(what);
}

// A word on one day takes the place of words on that day alone.
using ReplacedByDay = std::map<std::optional<CivilDay>, Replaced>;

// What a word is on also stands among its references, so that it is found by it.
template <class Word>
const Word* word_in(const Seen& seen) {
  const auto* word = seen.body ? std::get_if<Word>(&*seen.body) : nullptr;
  const bool refers =
      word != nullptr && std::ranges::count(seen.references, reference_of(word->event)) != 0;
  return refers ? word : nullptr;
}

}  // namespace

bool EventView::is_called_off() const {
  return std::ranges::any_of(turns, [](const EventTurned& one) {
    return one.stands && says(one.turn, EventTurning::called_off) && !one.turn.day;
  });
}

std::vector<CivilDay> EventView::days_off() const {
  std::set<CivilDay> days;
  for (const auto& one : turns) {
    const bool off = one.stands && says(one.turn, EventTurning::called_off);
    if (off && one.turn.day) days.insert(*one.turn.day);
  }
  return {days.begin(), days.end()};
}

void Events::add(const Seen& seen) {
  if (seen.kind == static_cast<std::uint64_t>(KindNumber::event)) {
    events_.insert_or_assign(seen.link, seen);
  }
  const auto where = where_of(seen);
  if (const auto* turn = word_in<EventTurn>(seen)) {
    turns_[turn->event].insert_or_assign(seen.link, Spoken<EventTurn>{where, seen.time, *turn});
  }
  if (const auto* coming = word_in<Coming>(seen)) {
    coming_[coming->event].insert_or_assign(seen.link, Spoken<Coming>{where, seen.time, *coming});
  }
}

// Only who brought it says what became of it.
void Events::put_turns(EventView& view) const {
  const auto found = turns_.find(view.link);
  Words<EventTurn> turns;
  if (found != turns_.end()) turns = found->second;
  std::erase_if(turns, [&](const auto& one) { return one.second.where.author != view.author; });
  ReplacedByDay replaced;
  Replaced changes;
  for (const auto& [link, one] : turns) {
    replaced[one.word.day].add(one.where, one.word.instead);
    if (says(one.word, EventTurning::changed)) changes.add(one.where, one.word.instead);
    view.forked = view.forked || one.where.forked;
  }
  for (const auto& [link, one] : turns) {
    const bool stands = !replaced[one.word.day].holds(one.where, link);
    view.turns.push_back({link, one.time, one.word, stands});
    const bool in_force =
        one.word.now && says(one.word, EventTurning::changed) && !changes.holds(one.where, link);
    if (in_force) view.now.push_back(*one.word.now);
  }
  if (view.now.empty() && view.body) view.now.push_back(*view.body);
  sort_by_time(view.turns);
}

void Events::put_coming(EventView& view) const {
  const auto found = coming_.find(view.link);
  if (found == coming_.end()) return;
  ReplacedByDay replaced;
  for (const auto& [link, one] : found->second) {
    replaced[one.word.day].add(one.where, one.word.instead);
  }
  for (const auto& [link, one] : found->second) {
    if (replaced[one.word.day].holds(one.where, link)) continue;
    view.coming.push_back({link, one.where.author, one.time, one.word});
  }
  sort_by_time(view.coming);
}

EventView Events::view_of(const Seen& event) const {
  EventView view{event.link, event.author, event.time, event.forked, {}, {}, {}, {}};
  const auto* body = event.body ? std::get_if<Event>(&*event.body) : nullptr;
  if (body != nullptr) view.body = *body;
  put_turns(view);
  put_coming(view);
  return view;
}

std::vector<EventView> Events::all() const {
  std::vector<EventView> views;
  for (const auto& [link, seen] : events_) views.push_back(view_of(seen));
  sort_by_time(views);
  return views;
}

std::optional<EventView> Events::view(const Link& event) const {
  const auto found = events_.find(event);
  return found == events_.end() ? std::nullopt : std::optional{view_of(found->second)};
}

std::vector<Reference> Events::earlier_turns(const Link& event, std::optional<CivilDay> day) const {
  const auto found = turns_.find(event);
  const auto of = events_.find(event);
  if (found == turns_.end() || of == events_.end()) return {};
  Newest newest;
  for (const auto& [link, one] : found->second) {
    const bool own = one.where.author == of->second.author && one.word.day == day;
    if (own) newest.add(one.where, one.time, link);
  }
  return newest.references();
}

std::vector<Reference> Events::earlier_coming(const Link& event, const PersonId& person,
                                              std::optional<CivilDay> day) const {
  const auto found = coming_.find(event);
  if (found == coming_.end()) return {};
  Newest newest;
  for (const auto& [link, one] : found->second) {
    const bool own = one.where.author == person && one.word.day == day;
    if (own) newest.add(one.where, one.time, link);
  }
  return newest.references();
}

std::optional<Link> Events::touched_by(const Seen& seen) {
  if (seen.kind == static_cast<std::uint64_t>(KindNumber::event)) return seen.link;
  if (const auto* turn = word_in<EventTurn>(seen)) return turn->event;
  if (const auto* coming = word_in<Coming>(seen)) return coming->event;
  return std::nullopt;
}

}  // namespace kith::kinds
