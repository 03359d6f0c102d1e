#include "node/search.hpp"

#include <algorithm>
#include <limits>

#include "node/indexer.hpp"
#include "node/open_refusal.hpp"
#include "node/shown_backwards.hpp"

namespace kith::node {
namespace {

// All of so few candidates are opened in one step, to learn where they stand.
constexpr std::size_t few_max = 1000;
// Of a step along the talk: entries opened, places looked at, and of them at a time.
constexpr std::size_t opened_max = 500;
constexpr std::size_t places_max = 16'384;
constexpr std::size_t block_first = 256;
constexpr std::size_t block_max = 4096;
// To look up a word in a span of a strand costs as much as to open some entries.
constexpr std::size_t asked_max = 300;
constexpr std::size_t opened_a_lookup = 6;
// Of a strand, entries so far apart are asked for apart: not for all that lies between.
constexpr std::uint64_t apart = 256;

std::vector<KeySpan> spans_of(std::vector<EntryKey> keys) {
  std::ranges::sort(keys);
  std::vector<KeySpan> spans;
  for (const auto& key : keys) {
    const bool joins = !spans.empty() && spans.back().last.strand == key.strand &&
                       key.seq.value - spans.back().last.seq.value <= apart;
    if (joins) {
      spans.back().last = key;
    } else {
      spans.push_back({key, key});
    }
  }
  return spans;
}

}  // namespace

struct Search::Looking {
  const Asked& asked;
  Query query;
  SoughtWords sought;
  std::optional<ShownKey> before{};
  std::set<Link> links{};  // strands of a forked log may both hold an entry
  std::size_t opened{};
  std::size_t looked_up{};
  Found found{};
};

Result<Found, Refusal> Search::step(const Asked& asked) const {
  auto query = query_of(asked.words);
  auto sought = store_.sought(query.words);
  if (!sought) return Fail{refusal_of(sought.error())};
  if (asked.count == 0 || (sought->lists.empty() && !sought->leaves_out)) return Found{};
  Looking looking{asked, std::move(query), std::move(*sought)};
  if (asked.before) {
    const auto entry = view_.entry(*asked.before);
    if (!entry) return Fail{entry.error()};
    looking.before = ShownKey{entry->order, *asked.before};
    looking.links.insert(entry->link);
  }
  const auto keys = few(looking.sought);
  if (!keys) return Fail{keys.error()};
  const auto done = *keys ? among_few(looking, **keys) : along_the_talk(looking);
  if (!done) return Fail{done.error()};
  return std::move(looking.found);
}

// All that hold the words, where one of these is rare: FTS5 goes on from one of its entries to the
// next. Of words that are all common it could read all of the index for nothing.
Result<std::optional<std::vector<EntryKey>>, Refusal> Search::few(const SoughtWords& sought) const {
  for (const auto& list : sought.lists) {
    auto keys = store_.with_words({{list}}, std::nullopt, few_max + 1);
    if (!keys) return Fail{refusal_of(keys.error())};
    if (keys->size() > few_max) continue;
    if (sought.lists.size() > 1) keys = store_.with_words(sought, std::nullopt, few_max + 1);
    if (!keys) return Fail{refusal_of(keys.error())};
    return std::optional{std::move(*keys)};
  }
  return std::optional<Keys>{};
}

bool Search::is_asked_for(const Looking& looking, StrandNumber number) const {
  const auto& strand = strands_.strand(number);
  const auto& asked = looking.asked;
  const bool there = !asked.circle || strand.circle == *asked.circle;
  return there && !(asked.not_seen && asked.not_seen(strand));
}

// Where candidates stand, as far as they are asked for; the newest first.
Result<std::vector<ShownKey>, Refusal> Search::places_of(const Looking& looking,
                                                         const Keys& keys) const {
  std::vector<ShownKey> places;
  for (const auto& key : keys) {
    if (!is_asked_for(looking, key.strand)) continue;
    const auto opened = opener_.open(key);
    if (!opened && refusal_for_reader(opened.error()) == Refusal::unknown_entry) continue;
    if (!opened) return Fail{refusal_for_reader(opened.error())};
    const auto moved = store_.moved_order(key);
    if (!moved) return Fail{refusal_of(moved.error())};
    const ShownKey place{moved->value_or(opened->meta.time.micros), key};
    const bool stands = !looking.before || place < *looking.before;
    if (stands && is_shown(*opened)) places.push_back(place);
  }
  std::ranges::sort(places, std::greater{});
  return places;
}

Result<void, Refusal> Search::among_few(Looking& looking, const Keys& keys) const {
  const auto places = places_of(looking, keys);
  if (!places) return Fail{places.error()};
  for (const auto& place : *places) {
    const auto looked = look_at(looking, place.entry, By::index);
    if (!looked) return Fail{looked.error()};
    if (looked->enough) {
      const bool more = place != places->back();
      if (more) looking.found.next = place.entry;
      return {};
    }
  }
  return {};
}

// Takes it, if it says what is wanted.
Result<Search::Looked, Refusal> Search::look_at(Looking& looking, EntryKey key, By by) const {
  const auto opened = opener_.open(key);
  ++looking.opened;
  if (!opened && refusal_for_reader(opened.error()) == Refusal::unknown_entry) return Looked{};
  if (!opened) return Fail{refusal_for_reader(opened.error())};
  const auto words = words_of(*opened);
  const bool sure = by == By::index && !looking.sought.leaves_out;
  const bool says = holds_phrases(words, looking.query.phrases) &&
                    (sure || store_.holds_words(words, looking.query.words));
  if (!says) return Looked{true, false};
  auto entry = view_.entry(key);
  if (!entry) return Fail{entry.error()};
  auto& entries = looking.found.entries;
  if (looking.links.insert(entry->link).second) entries.push_back(std::move(*entry));
  return Looked{true, entries.size() >= looking.asked.count};
}

Result<void, Refusal> Search::leave_by_index(Looking& looking, const std::vector<KeySpan>& spans,
                                             Keys& keys) const {
  std::set<EntryKey> holders;
  for (const auto& span : spans) {
    const auto some =
        store_.with_words(looking.sought, span, std::numeric_limits<std::size_t>::max());
    if (!some) return Fail{refusal_of(some.error())};
    holders.insert(some->begin(), some->end());
  }
  std::erase_if(keys, [&](const EntryKey& key) { return !holders.contains(key); });
  return {};
}

// True: this step found, opened or looked up enough, and says where to go on.
Result<bool, Refusal> Search::through(Looking& looking, const std::vector<ShownKey>& block) const {
  Keys keys;
  for (const auto& place : block) {
    if (is_asked_for(looking, place.entry.strand)) keys.push_back(place.entry);
  }
  const auto spans = spans_of(keys);
  std::size_t words = 0;
  for (const auto& list : looking.sought.lists) words += list.size();
  const auto lookups = words * spans.size();
  const bool cheaper = keys.size() <= block_first && keys.size() < lookups * opened_a_lookup;
  const auto by = lookups == 0 || lookups > asked_max || cheaper ? By::opening : By::index;
  if (by == By::index) {
    looking.looked_up += lookups;
    if (const auto done = leave_by_index(looking, spans, keys); !done) return Fail{done.error()};
  }
  for (const auto& key : keys) {
    const auto looked = look_at(looking, key, by);
    if (!looked) return Fail{looked.error()};
    const bool over = looked->enough || looking.opened >= opened_max;
    if (!over || !looked->opens) continue;
    looking.found.next = key;
    return true;
  }
  return false;
}

std::optional<EntryKey> Search::last_that_opens(const std::vector<ShownKey>& block) const {
  const auto last = std::find_if(block.rbegin(), block.rend(), [&](const ShownKey& place) {
    return opener_.open(place.entry).has_value();
  });
  return last == block.rend() ? std::nullopt : std::optional{last->entry};
}

// Words that are all common are soon met along the talk itself.
Result<void, Refusal> Search::along_the_talk(Looking& looking) const {
  const auto& asked = looking.asked;
  ShownBackwards shown{store_, asked.circle ? std::vector{*asked.circle} : strands_.circles(),
                       looking.before};
  std::size_t places = 0;
  std::size_t at_once = block_first;
  while (true) {
    const auto block = shown.take(at_once);
    if (!block) return Fail{refusal_of(block.error())};
    const auto over = through(looking, *block);
    if (!over) return Fail{over.error()};
    if (*over || block->size() < at_once) return {};
    places += block->size();
    at_once = std::min(2 * at_once, block_max);
    if (places < places_max && looking.looked_up < asked_max) continue;
    // A place that does not open is none to go on from.
    looking.found.next = last_that_opens(*block);
    if (looking.found.next) return {};
  }
}

}  // namespace kith::node
