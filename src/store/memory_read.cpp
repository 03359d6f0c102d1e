// What MemoryStore answers.
#include <algorithm>
#include <limits>

#include "base/limits.hpp"
#include "store/memory_store.hpp"

namespace kith::store {
namespace {

using node::EntryKey;
using node::StoreError;
using node::StrandNumber;

template <class Map, class Key>
auto found_in(const Map& map, const Key& key) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional{found->second};
}

template <class Map>
std::vector<typename Map::mapped_type> values_of(const Map& map) {
  std::vector<typename Map::mapped_type> values;
  values.reserve(map.size());
  for (const auto& [key, value] : map) {
    values.push_back(value);
  }
  return values;
}

// The greatest of the strand's keys that is not above `seq`.
template <class Map>
typename Map::const_iterator at_or_before(const Map& map, StrandNumber strand, Seq seq) {
  const auto after = map.upper_bound(EntryKey{strand, seq});
  if (after == map.begin() || std::prev(after)->first.strand != strand) {
    return map.end();
  }
  return std::prev(after);
}

}  // namespace

Result<std::optional<ByteVec>, StoreError> MemoryStore::value(node::ValueName name) const {
  return found_in(values_, name);
}

Result<std::vector<node::CircleRecord>, StoreError> MemoryStore::circles() const {
  return values_of(circles_);
}

Result<std::vector<node::StrandRecord>, StoreError> MemoryStore::strands() const {
  return values_of(strands_);
}

Result<std::vector<node::OwnLogRecord>, StoreError> MemoryStore::own_logs() const {
  return values_of(own_logs_);
}

Result<std::vector<node::SpanRecord>, StoreError> MemoryStore::spans(StrandNumber strand) const {
  const auto found = spans_.find(strand);
  return found == spans_.end() ? std::vector<node::SpanRecord>{} : values_of(found->second);
}

Result<std::vector<node::Fact>, StoreError> MemoryStore::facts(node::FactKind kind) const {
  std::vector<node::Fact> found;
  const auto of_kind = facts_.find(kind);
  if (of_kind == facts_.end()) return found;
  for (const auto& [key, value] : of_kind->second) found.push_back({key, value});
  return found;
}

Result<std::vector<std::pair<PersonId, ByteVec>>, StoreError> MemoryStore::contacts() const {
  return std::vector<std::pair<PersonId, ByteVec>>{contacts_.begin(), contacts_.end()};
}

Result<std::optional<node::HeadRecord>, StoreError> MemoryStore::head_from(StrandNumber strand,
                                                                           Seq seq) const {
  const auto found = heads_.lower_bound({strand, seq});
  const bool here = found != heads_.end() && found->first.strand == strand;
  return here ? std::optional{found->second} : std::nullopt;
}

Result<std::optional<node::EpochRecord>, StoreError> MemoryStore::epoch_at(StrandNumber strand,
                                                                           Seq seq) const {
  const auto found = at_or_before(epochs_, strand, seq);
  return found == epochs_.end() ? std::nullopt : std::optional{found->second};
}

Result<std::vector<node::EpochRecord>, StoreError> MemoryStore::epochs(StrandNumber strand) const {
  std::vector<node::EpochRecord> records;
  for (auto each = epochs_.lower_bound({strand, {0}});
       each != epochs_.end() && each->first.strand == strand; ++each) {
    records.push_back(each->second);
  }
  return records;
}

Result<std::optional<ByteVec>, StoreError> MemoryStore::entry(EntryKey key) const {
  return found_in(entries_, key);
}

Result<void, StoreError> MemoryStore::scan(StrandNumber strand, Seq first, Seq last,
                                           const Visit& visit) const {
  for (auto each = entries_.lower_bound({strand, first});
       each != entries_.end() && each->first <= EntryKey{strand, last} &&
       visit(each->first.seq, each->second);
       ++each) {
  }
  return {};
}

Result<std::optional<node::KeptLink>, StoreError> MemoryStore::kept_link(StrandNumber strand,
                                                                         Seq seq) const {
  const auto found = at_or_before(kept_links_, strand, seq);
  if (found == kept_links_.end()) {
    return std::optional<node::KeptLink>{};
  }
  return node::KeptLink{found->first.seq, found->second};
}

Result<std::optional<WallTime>, StoreError> MemoryStore::arrived(EntryKey key) const {
  const auto found = at_or_before(arrivals_, key.strand, key.seq);
  const bool held = entries_.contains(key) && found != arrivals_.end();
  return held ? std::optional{found->second} : std::nullopt;
}

namespace {

std::vector<node::WaitingRun> joined(const std::map<node::StrandNumber, Runs>& by_strand) {
  std::vector<node::WaitingRun> runs;
  for (const auto& [strand, its] : by_strand) runs.insert(runs.end(), its.begin(), its.end());
  return runs;
}

}  // namespace

Result<std::vector<node::WaitingRun>, StoreError> MemoryStore::unindexed() const {
  return joined(waiting_);
}

Result<std::vector<node::WaitingRun>, StoreError> MemoryStore::unworded() const {
  return joined(unworded_);
}

std::vector<EntryKey> MemoryStore::keys_of(const ByPrefix& index, std::uint64_t prefix) {
  std::vector<EntryKey> keys;
  for (auto each = index.lower_bound({prefix, EntryKey{}});
       each != index.end() && each->first == prefix; ++each) {
    keys.push_back(each->second);
  }
  return keys;
}

Result<std::vector<EntryKey>, StoreError> MemoryStore::with_prefix(std::uint64_t prefix) const {
  return keys_of(refs_, prefix);
}

Result<std::vector<EntryKey>, StoreError> MemoryStore::answers_to(std::uint64_t prefix) const {
  return keys_of(answers_, prefix);
}

Result<std::vector<std::uint64_t>, StoreError> MemoryStore::answered(
    std::span<const std::uint64_t> prefixes) const {
  std::vector<std::uint64_t> found;
  std::ranges::copy_if(prefixes, std::back_inserter(found), [&](std::uint64_t prefix) {
    const auto first = answers_.lower_bound({prefix, EntryKey{}});
    return first != answers_.end() && first->first == prefix;
  });
  return found;
}

Result<std::vector<EntryKey>, StoreError> MemoryStore::things(node::CircleNumber circle,
                                                              std::uint64_t kind) const {
  const auto found = things_.find({circle, kind});
  if (found == things_.end()) return std::vector<EntryKey>{};
  return std::vector<EntryKey>{found->second.begin(), found->second.end()};
}

Result<std::optional<std::int64_t>, StoreError> MemoryStore::moved_order(EntryKey entry) const {
  return found_in(moved_, entry);
}

Result<std::vector<node::ShownKey>, StoreError> MemoryStore::last_shown(
    node::CircleNumber circle, std::size_t count, std::optional<node::ShownKey> before) const {
  std::vector<node::ShownKey> keys;
  const auto found = shown_.find(circle);
  if (found == shown_.end()) {
    return keys;
  }
  const auto& shown = found->second;
  auto each = before ? shown.lower_bound(*before) : shown.end();
  while (each != shown.begin() && keys.size() < count) {
    keys.push_back(*--each);
  }
  std::reverse(keys.begin(), keys.end());
  return keys;
}

Result<std::vector<node::ShownKey>, StoreError> MemoryStore::shown_since(node::CircleNumber circle,
                                                                         std::int64_t from_order,
                                                                         std::size_t count) const {
  std::vector<node::ShownKey> keys;
  const auto found = shown_.find(circle);
  if (found == shown_.end()) {
    return keys;
  }
  for (auto each = found->second.lower_bound({from_order, EntryKey{}});
       each != found->second.end() && keys.size() < count; ++each) {
    keys.push_back(*each);
  }
  return keys;
}

Result<node::SoughtWords, StoreError> MemoryStore::sought(
    const std::vector<std::string>& typed) const {
  node::SoughtWords found;
  for (const auto& word : words_->sought(typed)) {
    std::vector<std::string> list;
    if (!word.beginning) list.push_back(word.word);
    for (auto each = postings_.lower_bound(word.word);
         word.beginning && each != postings_.end() && each->first.starts_with(word.word) &&
         list.size() <= node::words_beginning_max;
         ++each) {
      list.push_back(each->first);
    }
    if (list.size() > node::words_beginning_max) {
      found.leaves_out = true;
    } else {
      found.lists.push_back(std::move(list));
    }
  }
  return found;
}

Result<std::vector<EntryKey>, StoreError> MemoryStore::with_words(
    const node::SoughtWords& sought, std::optional<node::KeySpan> within, std::size_t count) const {
  std::set<EntryKey> keys;
  for (const auto& list : sought.lists) {
    std::set<EntryKey> holders;
    for (const auto& word : list) {
      const auto found = postings_.find(word);
      if (found != postings_.end()) holders.insert(found->second.begin(), found->second.end());
    }
    if (&list == &sought.lists.front()) keys = holders;
    std::erase_if(keys, [&](const auto& key) { return !holders.contains(key); });
  }
  if (within) {
    std::erase_if(keys, [&](const auto& key) { return key < within->first || within->last < key; });
  }
  std::vector<EntryKey> newest{keys.rbegin(), keys.rend()};
  newest.resize(std::min(newest.size(), count));
  return newest;
}

Result<std::uint64_t, StoreError> MemoryStore::bytes_kept() const { return std::uint64_t{0}; }

}  // namespace kith::store
