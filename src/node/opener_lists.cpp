// Who hears an entry: by which list of its story. Source: docs/protocol.md §3.5, §5.1.
#include <algorithm>

#include "node/opener.hpp"

namespace kith::node {
namespace {

constexpr std::size_t lists_remembered_max = 64 * 1024;

}  // namespace

// Where the record that covers an entry has no list, that of what stands before it holds: at what
// its first entry chains to or, across a hole, in the strand's record of the same epoch. A forked
// log may have another story's there.
Result<std::optional<EntryKey>, OpenFailure> Opener::lists_before(const EpochRecord& record) {
  const auto& first = record.first;
  if (first.leaf.value == 0 || first.seq.value == 0) return std::optional<EntryKey>{};
  if (const auto previous = before({record.strand, first.seq})) return previous;
  if (strands_.strand(record.strand).forked) return std::optional<EntryKey>{};
  const EntryKey across{record.strand, {first.seq.value - 1}};
  const auto earlier = epoch_at(across);
  if (!earlier && earlier.error() == OpenFailure::no_key) return std::optional<EntryKey>{};
  if (!earlier) return Fail{earlier.error()};
  const auto& there = (*earlier)->record.first;
  const bool same = there.epoch == first.epoch && there.opening() == first.opening();
  return same ? std::optional{across} : std::nullopt;
}

Result<std::optional<wire::AudienceList>, OpenFailure> Opener::audience_of(EntryKey key) {
  const bool aside = strands_.strand(key.strand).form == wire::LogForm::aside;
  return aside ? first_list(key) : last_list(key);
}

Result<const Opener::OfStrand*, OpenFailure> Opener::first_list_in(StrandNumber strand) {
  const auto known = first_lists_.find(strand);
  if (known != first_lists_.end()) return &known->second;
  auto records = store_.epochs(strand);
  if (!records) return Fail{failure_of(records.error())};
  for (auto& record : *records) crypto::wipe(record.keys);
  const auto lists = std::ranges::find_if(
      *records, [](const EpochRecord& record) { return !record.audience.empty(); });
  OfStrand found;
  if (lists != records->end()) found = FirstList{lists->first.seq, std::move(lists->audience)};
  return &first_lists_.insert_or_assign(strand, std::move(found)).first->second;
}

// An aside keeps the audience of its first list, of those that are held of its story.
Opener::Heard Opener::first_list(EntryKey key) {
  const FirstList* first = nullptr;
  for (std::optional strand{key.strand}; strand; strand = strands_.strand(*strand).parent) {
    const auto here = first_list_in(*strand);
    if (!here) return Fail{here.error()};
    if (**here && (**here)->seq <= key.seq) first = &***here;
  }
  if (first == nullptr) return std::optional<wire::AudienceList>{};
  auto list = wire::decode_audience(first->audience);
  if (!list) return Fail{OpenFailure::damaged};
  return std::optional{std::move(*list)};
}

// Found once, for all records that were passed on the way: an author may make one for each entry.
Opener::Heard Opener::last_list(EntryKey key) {
  std::vector<EntryKey> passed;
  std::optional<EntryKey> found;
  Heard list{std::nullopt};
  while (true) {
    const auto epoch = epoch_at(key);
    if (!epoch) return Fail{epoch.error()};
    const auto record = (*epoch)->record;
    const EntryKey first{record.strand, record.first.seq};
    if (!record.audience.empty()) {
      auto read = wire::decode_audience(record.audience);
      if (!read) return Fail{OpenFailure::damaged};
      list = std::optional{std::move(*read)};
      found = first;
      break;
    }
    const auto known = lists_.find(first);
    const auto earlier = known != lists_.end()
                             ? Result<std::optional<EntryKey>, OpenFailure>{known->second}
                             : lists_before(record);
    if (!earlier) return Fail{earlier.error()};
    if (known == lists_.end()) passed.push_back(first);
    if (!*earlier) break;
    key = **earlier;
  }
  if (lists_.size() + passed.size() > lists_remembered_max) lists_.clear();
  for (const auto& first : passed) lists_.emplace(first, found);
  return list;
}

}  // namespace kith::node
