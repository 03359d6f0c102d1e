#include "node/indexer.hpp"

#include <algorithm>
#include <span>

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

// One step: what it takes is opened first, then set in order, then compared with what was there.
struct Indexer::Run {
  struct ByPrefix {
    std::uint64_t prefix{};
    EntryKey entry;
    auto operator<=>(const ByPrefix&) const = default;
  };
  [[nodiscard]] static std::span<const ByPrefix> with(const std::vector<ByPrefix>& all,
                                                      std::uint64_t prefix) {
    const auto from = std::ranges::lower_bound(all, prefix, {}, &ByPrefix::prefix);
    return {from, std::ranges::upper_bound(from, all.end(), prefix, {}, &ByPrefix::prefix)};
  }

  explicit Run(std::vector<WaitingRun> all) : waiting(std::move(all)) {}

  std::vector<WaitingRun> waiting;  // ascending; the puts are the first of them
  std::vector<change::PutIndex> puts;
  EntryKey at{};                  // entries of the step before this one stand
  std::vector<ByPrefix> links;    // of the step, ascending; where nothing refers to anything, empty
  std::vector<ByPrefix> answers;  // of the step, by the prefix of what they answer, ascending
  std::vector<Noticed> noticed;

  [[nodiscard]] bool is_waiting(EntryKey key) const {
    const auto after = std::ranges::upper_bound(waiting, key, {}, [](const auto& run) {
      return EntryKey{run.strand, run.first};
    });
    if (after == waiting.begin()) return false;
    const auto& run = *std::prev(after);
    return run.strand == key.strand && key.seq <= run.last;
  }
  // Null: it is not of this step, or it does not open.
  [[nodiscard]] const IndexRow* row_of(EntryKey key) const {
    const auto after = std::ranges::upper_bound(puts, key, {}, [](const auto& put) {
      return EntryKey{put.strand, put.first};
    });
    if (after == puts.begin()) return nullptr;
    const auto& rows = std::prev(after)->rows;
    const auto row = std::ranges::lower_bound(rows, key, {}, &IndexRow::entry);
    return row != rows.end() && row->entry == key ? &*row : nullptr;
  }
  void gather_references();
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

void Indexer::Run::gather_references() {
  for (const auto& put : puts) {
    for (const auto& row : put.rows) {
      for (const auto& reference : row.references)
        answers.push_back({prefix_of(reference), row.entry});
    }
  }
  std::ranges::sort(answers);
  if (answers.empty()) return;
  for (const auto& put : puts) {
    for (const auto& row : put.rows) links.push_back({prefix_of(row.link), row.entry});
  }
  std::ranges::sort(links);
}

Result<std::optional<Indexed>, Refusal> Indexer::step(std::size_t entries_max, Findable findable) {
  auto waiting = store_.unindexed();
  if (!waiting) return Fail{refusal_of(waiting.error())};
  if (waiting->empty()) {
    return findable == Findable::by_words ? words_step(entries_max) : std::optional<Indexed>{};
  }
  Run run{std::move(*waiting)};
  run.puts = first_of(run.waiting, entries_max);
  std::uint64_t entries = 0;
  for (const auto& put : run.puts) entries += put.last.value - put.first.value + 1;
  const bool words_wait = findable == Findable::by_place && entries > words_at_once;
  for (auto& put : run.puts) {
    put.words_wait = words_wait;
    if (const auto done = open_all(run, put); !done) return Fail{refusal_for_holder(done.error())};
  }
  run.gather_references();
  if (const auto done = set_in_order(run); !done) return Fail{refusal_for_holder(done.error())};
  const auto moves = moves_of_earlier(run);
  if (!moves) return Fail{refusal_for_holder(moves.error())};
  Indexed indexed{{}, std::move(run.noticed)};
  for (auto& put : run.puts) indexed.batch.push_back(std::move(put));
  for (const auto& move : *moves) {
    const auto circle = strands_.strand(move.entry.strand).circle;
    indexed.batch.push_back(change::MoveShown{move.entry, circle, move.from, move.to});
  }
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

Result<void, OpenFailure> Indexer::open_all(Run& run, change::PutIndex& put) {
  auto link = opener_.link_before({put.strand, put.first});
  if (!link) return Fail{link.error()};
  const auto circle = strands_.strand(put.strand).circle;
  put.rows.reserve(put.last.value - put.first.value + 1);
  std::optional<OpenFailure> failure;
  const auto scanned = store_.scan(put.strand, put.first, put.last, [&](Seq seq, ByteView lean) {
    const EntryKey key{put.strand, seq};
    link = link_after(*link, key, lean);
    if (!link) {
      failure = link.error();
      return false;
    }
    auto opened = opener_.open(key, lean);
    if (opened) {
      const auto time = opened->meta.time.micros;
      put.rows.push_back({key, *link, circle, time, time, is_shown(*opened),
                          opened->meta.references,
                          put.words_wait ? std::string{} : words_of(*opened), thing_of(*opened)});
      if (says_more(*opened)) run.noticed.push_back({key, *link, std::move(*opened)});
    } else if (!stays_closed(opened.error())) {
      failure = opened.error();
    }
    return !failure.has_value();
  });
  if (!scanned) return Fail{OpenFailure::store_failed};
  if (failure) return Fail{*failure};
  opener_.fresh_links().drop(put.strand, put.first, put.last);
  opener_.opened_ahead().drop(put.strand, put.first, put.last);
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

Result<void, OpenFailure> Indexer::set_in_order(Run& run) {
  for (auto& put : run.puts) {
    const IndexRow* previous = nullptr;
    for (auto& row : put.rows) {
      run.at = row.entry;
      const auto order = order_for(run, row, previous);
      if (!order) return Fail{order.error()};
      row.order = *order;
      previous = &row;
    }
    run.at = {put.strand, put.last.successor()};
  }
  return {};
}

// `previous`: the row before it.
Result<std::int64_t, OpenFailure> Indexer::order_for(const Run& run, const IndexRow& row,
                                                     const IndexRow* previous) {
  std::int64_t order = row.claimed;
  const auto stand_after = [&](EntryKey parent) -> Result<void, OpenFailure> {
    const auto theirs = standing_of(run, parent);
    if (!theirs) return Fail{theirs.error()};
    if (*theirs) order = std::max(order, order_after((*theirs)->order, row.claimed));
    return {};
  };
  if (previous != nullptr && previous->entry.seq.successor() == row.entry.seq) {
    order = std::max(order, order_after(previous->order, row.claimed));
  } else if (const auto before = opener_.before(row.entry)) {
    if (const auto done = stand_after(*before); !done) return Fail{done.error()};
  }
  for (const auto& reference : row.references) {
    const auto parent = named_by(run, reference);
    if (!parent) return Fail{parent.error()};
    if (!*parent || strands_.strand((*parent)->strand).circle != row.circle) continue;
    if (const auto done = stand_after(**parent); !done) return Fail{done.error()};
  }
  return order;
}

// What the store's prefix index does not have yet is of this step.
Result<std::optional<EntryKey>, OpenFailure> Indexer::named_by(const Run& run,
                                                               const Reference& reference) {
  const auto prefix = prefix_of(reference);
  for (const auto& link : Run::with(run.links, prefix)) {
    if (reference_of(run.row_of(link.entry)->link) == reference) return std::optional{link.entry};
  }
  return resolve(store_, opener_, reference);
}

// Nothing where it stands nowhere: it is not indexed yet, or does not open.
Result<std::optional<Standing>, OpenFailure> Indexer::standing_of(const Run& run, EntryKey key) {
  if (run.is_waiting(key)) {
    const auto* row = key < run.at ? run.row_of(key) : nullptr;
    return row != nullptr ? std::optional{Standing{key, row->order, row->claimed}} : std::nullopt;
  }
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
  for (const auto& answer : Run::with(run.answers, prefix_of(link))) {
    answers->push_back(answer.entry);
  }
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

// Whom others in the store may stand too early before: who has answers there, and the last of a
// run; and everybody in a log that is told twice, whose entries go on from one another across its
// strands.
Result<std::vector<Standing>, OpenFailure> Indexer::behind_their_children(const Run& run) {
  std::vector<std::uint64_t> prefixes;
  for (const auto& put : run.puts) {
    for (const auto& row : put.rows) prefixes.push_back(prefix_of(row.link));
  }
  std::ranges::sort(prefixes);
  auto answered = store_.answered(prefixes);
  if (!answered) return Fail{OpenFailure::store_failed};
  for (const auto& answer : run.answers) answered->push_back(answer.prefix);
  std::ranges::sort(*answered);
  std::vector<Standing> behind;
  for (const auto& put : run.puts) {
    const bool alone = strands_.of_log(strands_.strand(put.strand).log).size() == 1;
    for (const auto& row : put.rows) {
      const bool within = alone && row.entry.seq < put.last;
      if (within && !std::ranges::binary_search(*answered, prefix_of(row.link))) continue;
      const auto early = too_early(run, row.entry, row.link, row.order);
      if (!early) return Fail{early.error()};
      if (!early->empty()) behind.push_back({row.entry, row.order, row.claimed});
    }
  }
  return behind;
}

// All at once: one after the other, what a whole conversation moves would move each time that a
// line of it comes.
Result<std::vector<OrderMove>, OpenFailure> Indexer::moves_of_earlier(const Run& run) {
  auto behind = behind_their_children(run);
  if (!behind) return Fail{behind.error()};
  return moves_behind(std::move(*behind), [&](EntryKey parent, std::int64_t there) {
    const auto link = opener_.link_of(parent);
    if (!link) return Result<std::vector<Standing>, OpenFailure>{Fail{link.error()}};
    return too_early(run, parent, *link, there);
  });
}

}  // namespace kith::node
