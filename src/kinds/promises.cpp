#include "kinds/promises.hpp"

namespace kith::kinds {
namespace {

bool is_of(const Seen& seen, KindNumber kind) {
  return seen.kind == static_cast<std::uint64_t>(kind);
}

bool says(const Turn& turn, Turning what) {
  return turn.turning == static_cast<std::uint64_t>(what);
}

// Of several that one reference names, the one with the smallest link.
const Seen* named(const std::map<Link, Seen>& all, const Reference& reference) {
  Link least{};
  std::copy(reference.raw.begin(), reference.raw.end(), least.raw.begin());
  const auto found = all.lower_bound(least);
  const bool here = found != all.end() && reference_of(found->first) == reference;
  return here ? &found->second : nullptr;
}

Promise changed(Promise promise, const Turn& turn) {
  if (turn.text) promise.text = *turn.text;
  promise.by = turn.by;
  return promise;
}

}  // namespace

bool PromiseView::is_open() const {
  return std::ranges::none_of(turns, [](const Turned& one) {
    return one.stands && (says(one.turn, Turning::withdrawn) || says(one.turn, Turning::kept));
  });
}

void Promises::add(const Seen& seen) {
  if (is_of(seen, KindNumber::ask)) asks_.insert_or_assign(seen.link, seen);
  if (is_of(seen, KindNumber::promise)) {
    promises_.insert_or_assign(seen.link, seen);
    for (const auto& reference : seen.references) answers_[reference].insert(seen.link);
  }
  const auto* turn = seen.body ? std::get_if<Turn>(&*seen.body) : nullptr;
  if (turn == nullptr) return;
  // What a word is on also stands among its references, so that it is found by it.
  if (std::ranges::count(seen.references, reference_of(turn->promise)) == 0) return;
  turns_[turn->promise].insert_or_assign(seen.link, Spoken{where_of(seen), seen.time, *turn});
}

// Only who promised says what became of it.
std::map<Link, Promises::Spoken> Promises::turns_of(const Seen& promise) const {
  const auto found = turns_.find(promise.link);
  if (found == turns_.end()) return {};
  auto turns = found->second;
  std::erase_if(turns, [&](const auto& one) { return one.second.where.author != promise.author; });
  return turns;
}

PromiseView Promises::view_of(const Seen& promise) const {
  PromiseView view{promise.link, promise.author, promise.time, promise.forked, {}, {}, {}, {}};
  const auto* body = promise.body ? std::get_if<Promise>(&*promise.body) : nullptr;
  if (body != nullptr) view.body = *body;
  for (const auto& reference : promise.references) {
    if (const auto* ask = named(asks_, reference)) view.asks.push_back(ask->link);
  }
  std::ranges::sort(view.asks);
  const auto turns = turns_of(promise);
  Replaced replaced;
  Replaced changes;
  for (const auto& [link, one] : turns) {
    replaced.add(one.where, one.turn.instead);
    if (says(one.turn, Turning::changed)) changes.add(one.where, one.turn.instead);
    view.forked = view.forked || one.where.forked;
  }
  for (const auto& [link, one] : turns) {
    view.turns.push_back({link, one.time, one.turn, !replaced.holds(one.where, link)});
  }
  sort_by_time(view.turns);
  for (const auto& one : view.turns) {
    const auto& where = turns.at(one.link).where;
    const bool in_force = says(one.turn, Turning::changed) && !changes.holds(where, one.link);
    if (in_force && view.body) view.now.push_back(changed(*view.body, one.turn));
  }
  if (view.now.empty() && view.body) view.now.push_back(*view.body);
  return view;
}

AskView Promises::view_of_ask(const Seen& ask) const {
  AskView view{ask.link, ask.author, ask.time, std::nullopt, {}};
  const auto* body = ask.body ? std::get_if<Ask>(&*ask.body) : nullptr;
  if (body != nullptr) view.body = *body;
  const auto answers = answers_.find(reference_of(ask.link));
  const bool meant = named(asks_, reference_of(ask.link))->link == ask.link;
  if (answers != answers_.end() && meant) {
    view.promises.assign(answers->second.begin(), answers->second.end());
  }
  return view;
}

std::vector<PromiseView> Promises::promises() const {
  std::vector<PromiseView> views;
  for (const auto& [link, seen] : promises_) views.push_back(view_of(seen));
  sort_by_time(views);
  return views;
}

std::vector<AskView> Promises::asks() const {
  std::vector<AskView> views;
  for (const auto& [link, seen] : asks_) views.push_back(view_of_ask(seen));
  sort_by_time(views);
  return views;
}

std::optional<PromiseView> Promises::promise(const Link& link) const {
  const auto found = promises_.find(link);
  return found == promises_.end() ? std::nullopt : std::optional{view_of(found->second)};
}

std::optional<AskView> Promises::ask(const Link& link) const {
  const auto found = asks_.find(link);
  return found == asks_.end() ? std::nullopt : std::optional{view_of_ask(found->second)};
}

std::vector<Reference> Promises::earlier_turns(const Link& promise) const {
  const auto found = promises_.find(promise);
  if (found == promises_.end()) return {};
  Newest newest;
  for (const auto& [link, one] : turns_of(found->second)) newest.add(one.where, one.time, link);
  return newest.references();
}

std::vector<Link> Promises::touched_by(const Seen& seen) const {
  const auto* turn = seen.body ? std::get_if<Turn>(&*seen.body) : nullptr;
  if (turn != nullptr) return {turn->promise};
  if (is_of(seen, KindNumber::promise)) {
    std::vector<Link> touched{seen.link};
    for (const auto& reference : seen.references) {
      if (const auto* ask = named(asks_, reference)) touched.push_back(ask->link);
    }
    return touched;
  }
  if (!is_of(seen, KindNumber::ask)) return {};
  // Links that begin alike are made with effort; which of them is meant changes with them.
  std::vector<Link> touched;
  const auto reference = reference_of(seen.link);
  Link least{};
  std::copy(reference.raw.begin(), reference.raw.end(), least.raw.begin());
  for (auto at = asks_.lower_bound(least);
       at != asks_.end() && reference_of(at->first) == reference; ++at) {
    touched.push_back(at->first);
  }
  const auto answers = answers_.find(reference);
  if (answers != answers_.end()) {
    touched.insert(touched.end(), answers->second.begin(), answers->second.end());
  }
  return touched;
}

}  // namespace kith::kinds
