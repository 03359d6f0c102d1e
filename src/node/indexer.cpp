#include "node/indexer.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "kinds/body.hpp"
#include "log/link.hpp"
#include "node/open_refusal.hpp"
#include "node/references.hpp"

namespace kith::node {
namespace {

constexpr std::uint64_t words_at_once = 512;  // of more entries, words come later

bool stays_closed(OpenFailure failure) {
  return failure == OpenFailure::no_key || failure == OpenFailure::unreadable;
}

}  // namespace

struct Indexer::Run {
  std::vector<WaitingRun> waiting;
  EntryKey at{};  // waiting entries before this one are done
  bool words_wait{};
  CircleNumber circle{};
  std::map<EntryKey, Standing> standings;  // given in this step
  std::map<Reference, EntryKey> here;      // what the store's prefix index does not have yet
  std::multimap<std::uint64_t, EntryKey> answers;  // likewise, by the prefix of what is answered
  std::vector<Standing> behind;  // of them, that came behind somebody who has to stand after them
  std::vector<Noticed> noticed;

  [[nodiscard]] bool is_waiting(EntryKey key) const {
    return at <= key && std::ranges::any_of(waiting, [&](const WaitingRun& run) {
             return run.strand == key.strand && run.first <= key.seq && key.seq <= run.last;
           });
  }
};

std::string words_of(const Opened& opened) {
  const auto* kind = std::get_if<std::uint64_t>(&opened.meta.kind);
  if (kind == nullptr || opened.body.empty()) return {};
  const auto body = kinds::decode_body(*kind, opened.body);
  return body ? kinds::words_in(*body) : std::string{};
}

bool is_shown(const Opened& opened) {
  const auto* kind = std::get_if<std::uint64_t>(&opened.meta.kind);
  if (kind == nullptr) return true;
  const bool speaks = *kind != static_cast<std::uint64_t>(kinds::KindNumber::nothing) &&
                      *kind != static_cast<std::uint64_t>(kinds::KindNumber::greeting);
  return speaks && !kinds::is_of_self(*kind) && !kinds::is_of_tie(*kind);
}

namespace {

// At most so many of the waiting entries, in their order.
std::vector<change::PutIndex> first_of(const std::vector<WaitingRun>& waiting, std::uint64_t most) {
  std::vector<change::PutIndex> puts;
  for (const auto& run : waiting) {
    if (most == 0) break;
    const Seq last{std::min(run.last.value, run.first.value + most - 1)};
    most -= last.value - run.first.value + 1;
    puts.push_back({run.strand, run.first, last, {}, false});
  }
  return puts;
}

std::optional<std::uint64_t> thing_of(const Opened& opened) {
  const auto* kind = std::get_if<std::uint64_t>(&opened.meta.kind);
  return kind != nullptr && kinds::is_thing(*kind) ? std::optional{*kind} : std::nullopt;
}

bool says_more(const Opened& opened) {
  const auto* kind = std::get_if<std::uint64_t>(&opened.meta.kind);
  const bool special =
      kind != nullptr && (kinds::is_of_tie(*kind) || kinds::is_of_self(*kind) ||
                          *kind == static_cast<std::uint64_t>(kinds::KindNumber::greeting));
  return special || opened.meta.statement || !opened.meta.past.empty();
}

}  // namespace

Result<std::optional<Indexed>, Refusal> Indexer::step(std::size_t entries_max, Findable findable) {
  auto waiting = store_.unindexed();
  if (!waiting) return Fail{refusal_of(waiting.error())};
  if (waiting->empty()) {
    return findable == Findable::by_words ? words_step(entries_max) : std::optional<Indexed>{};
  }
  auto puts = first_of(*waiting, entries_max);
  std::uint64_t entries = 0;
  for (const auto& put : puts) entries += put.last.value - put.first.value + 1;
  Run run{};
  run.waiting = std::move(*waiting);
  run.words_wait = findable == Findable::by_place && entries > words_at_once;
  Indexed indexed;
  for (auto& put : puts) {
    put.words_wait = run.words_wait;
    if (const auto done = index_all(run, put); !done) return Fail{refusal_for_holder(done.error())};
    indexed.batch.push_back(std::move(put));
  }
  if (const auto done = move_behind(run, indexed.batch); !done) {
    return Fail{refusal_for_holder(done.error())};
  }
  indexed.noticed = std::move(run.noticed);
  return std::optional{std::move(indexed)};
}

// What does not open by now has no words yet: when its key comes it is indexed again.
Result<std::optional<Indexed>, Refusal> Indexer::words_step(std::size_t entries_max) {
  const auto waiting = store_.unworded();
  if (!waiting) return Fail{refusal_of(waiting.error())};
  if (waiting->empty()) return std::optional<Indexed>{};
  const auto& next = waiting->front();
  const Seq last{std::min(next.last.value, next.first.value + entries_max - 1)};
  change::PutWords put{next.strand, next.first, last, {}};
  std::optional<OpenFailure> failure;
  const auto scanned = store_.scan(next.strand, next.first, last, [&](Seq seq, ByteView lean) {
    const EntryKey key{next.strand, seq};
    const auto opened = opener_.open(key, lean);
    if (!opened && !stays_closed(opened.error())) failure = opened.error();
    auto words = opened ? words_of(*opened) : std::string{};
    if (!words.empty()) put.rows.push_back({key, std::move(words)});
    return !failure.has_value();
  });
  if (!scanned) return Fail{refusal_of(scanned.error())};
  if (failure) return Fail{refusal_for_holder(*failure)};
  Indexed indexed;
  indexed.batch.push_back(std::move(put));
  return std::optional{std::move(indexed)};
}

Result<void, OpenFailure> Indexer::index_all(Run& run, change::PutIndex& put) {
  auto link = opener_.link_before({put.strand, put.first});
  if (!link) return Fail{link.error()};
  run.circle = strands_.strand(put.strand).circle;
  std::optional<OpenFailure> failure;
  const auto scanned = store_.scan(put.strand, put.first, put.last, [&](Seq seq, ByteView lean) {
    const EntryKey key{put.strand, seq};
    run.at = key;
    link = link_after(*link, key, lean);
    if (!link) {
      failure = link.error();
      return false;
    }
    const auto opened = opener_.open(key, lean);
    if (opened) {
      const auto indexed = index_one(run, put, key, *link, *opened);
      if (!indexed) failure = indexed.error();
    } else if (!stays_closed(opened.error())) {
      failure = opened.error();
    }
    return !failure.has_value();
  });
  if (!scanned) return Fail{OpenFailure::store_failed};
  if (failure) return Fail{*failure};
  opener_.fresh_links().drop(put.strand, put.first, put.last);
  opener_.opened_ahead().drop(put.strand, put.first, put.last);
  run.at = {put.strand, put.last.successor()};
  return {};
}

// Known from when it was taken in, or found again.
Result<Link, OpenFailure> Indexer::link_after(const Link& before, EntryKey key, ByteView lean) {
  if (const auto* fresh = opener_.fresh_links().find(key)) return *fresh;
  const auto decoded = wire::decode_entry(lean);
  const auto place = opener_.place_of(key);
  if (!decoded) return Fail{OpenFailure::damaged};
  if (!place) return Fail{place.error()};
  return log::link_of(before, wire::header_of(decoded->entry, *place));
}

Result<void, OpenFailure> Indexer::index_one(Run& run, change::PutIndex& put, EntryKey key,
                                             const Link& link, const Opened& opened) {
  const auto order = order_for(run, key, opened);
  if (!order) return Fail{order.error()};
  const Standing standing{key, *order, opened.meta.time.micros};
  run.standings[key] = standing;
  run.here[reference_of(link)] = key;
  for (const auto& reference : opened.meta.references) {
    run.answers.emplace(prefix_of(reference), key);
  }
  put.rows.push_back({key, link, run.circle, opened.meta.time.micros, *order, is_shown(opened),
                      opened.meta.references, run.words_wait ? std::string{} : words_of(opened),
                      thing_of(opened)});
  if (says_more(opened)) run.noticed.push_back({key, link, opened});
  const auto early = too_early(run, key, link, *order);
  if (!early) return Fail{early.error()};
  if (!early->empty()) run.behind.push_back(standing);
  return {};
}

Result<std::int64_t, OpenFailure> Indexer::order_for(Run& run, EntryKey key, const Opened& opened) {
  std::int64_t order = opened.meta.time.micros;
  const auto stand_after = [&](EntryKey parent) -> Result<void, OpenFailure> {
    const auto theirs = standing_of(run, parent);
    if (!theirs) return Fail{theirs.error()};
    if (*theirs) order = std::max(order, order_after((*theirs)->order, opened.meta.time.micros));
    return {};
  };
  if (const auto previous = opener_.before(key)) {
    if (const auto done = stand_after(*previous); !done) return Fail{done.error()};
  }
  for (const auto& reference : opened.meta.references) {
    const auto here = run.here.find(reference);
    auto parent = here != run.here.end()
                      ? Result<std::optional<EntryKey>, OpenFailure>{here->second}
                      : resolve(store_, opener_, reference);
    if (!parent) return Fail{parent.error()};
    if (!*parent || strands_.strand((*parent)->strand).circle != run.circle) continue;
    if (const auto done = stand_after(**parent); !done) return Fail{done.error()};
  }
  return order;
}

// Nothing where it stands nowhere: it is not indexed yet, or does not open.
Result<std::optional<Standing>, OpenFailure> Indexer::standing_of(const Run& run, EntryKey key) {
  const auto given = run.standings.find(key);
  if (given != run.standings.end()) return std::optional{given->second};
  if (run.is_waiting(key)) return std::optional<Standing>{};
  const auto moved = store_.moved_order(key);
  if (!moved) return Fail{OpenFailure::store_failed};
  const auto opened = opener_.open(key);
  if (!opened) {
    const auto why = opened.error();
    const bool nowhere = why == OpenFailure::not_held || stays_closed(why);
    return nowhere ? Result<std::optional<Standing>, OpenFailure>{std::nullopt} : Fail{why};
  }
  const auto time = opened->meta.time.micros;
  return std::optional{Standing{key, moved->value_or(time), time}};
}

// Of its answers, and of the entry after it in its log.
Result<std::vector<Standing>, OpenFailure> Indexer::too_early(const Run& run, EntryKey parent,
                                                              const Link& link,
                                                              std::int64_t there) {
  const auto circle = strands_.strand(parent.strand).circle;
  std::vector<Standing> found;
  const auto early = [&](EntryKey child) -> Result<std::optional<Standing>, OpenFailure> {
    auto standing = standing_of(run, child);
    if (!standing || !*standing) return standing;
    const bool stands = (*standing)->order >= order_after(there, (*standing)->time);
    return stands ? Result<std::optional<Standing>, OpenFailure>{std::nullopt} : standing;
  };
  auto answers = store_.answers_to(prefix_of(link));
  if (!answers) return Fail{OpenFailure::store_failed};
  const auto [first, last] = run.answers.equal_range(prefix_of(link));
  for (auto answer = first; answer != last; ++answer) answers->push_back(answer->second);
  for (const auto& answer : *answers) {
    if (strands_.strand(answer.strand).circle != circle) continue;
    const auto child = early(answer);
    if (!child) return Fail{child.error()};
    if (!*child) continue;
    const auto opened = opener_.open(answer);  // it may answer another whose link begins alike
    if (opened && std::ranges::count(opened->meta.references, reference_of(link)) > 0) {
      found.push_back(**child);
    }
  }
  for (const auto& next : opener_.after(parent)) {
    const auto child = early(next);
    if (!child) return Fail{child.error()};
    if (*child) found.push_back(**child);
  }
  return found;
}

// At the end of a step: one after the other, what a whole conversation moves would move each time
// that a line of it comes.
Result<void, OpenFailure> Indexer::move_behind(Run& run, Batch& batch) {
  const auto moves = moves_behind(run.behind, [&](EntryKey parent, std::int64_t there) {
    const auto link = opener_.link_of(parent);
    if (!link) return Result<std::vector<Standing>, OpenFailure>{Fail{link.error()}};
    return too_early(run, parent, *link, there);
  });
  if (!moves) return Fail{moves.error()};
  for (const auto& move : *moves) {
    const auto circle = strands_.strand(move.entry.strand).circle;
    batch.push_back(change::MoveShown{move.entry, circle, move.from, move.to});
  }
  return {};
}

}  // namespace kith::node
