#include "node/opened_ahead.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/limits.hpp"

namespace kith::node {
namespace {

constexpr std::size_t bytes_max = 4'194'304;  // somewhat more than is indexed at once

}  // namespace

struct OpenedAhead::Run final : Meanwhile::Job {
  struct Opened {
    EntryTag tag;
    wire::BodyState body_state{};
    Opening opening;
  };

  Run(const LogId& of_log, std::span<const wire::Place> of_places, std::span<const ByteVec> entries,
      const EpochKeys& of_keys)
      : log(of_log), places(of_places.begin(), of_places.end()), opened(entries.size()) {
    for (const auto& entry : entries) bytes += entry.size();
    lean.reserve(bytes);
    for (const auto& entry : entries) lean.insert(lean.end(), entry.begin(), entry.end());
    for (const auto& place : places) {
      const auto known = of_keys.find(place.epoch.value);
      if (known != of_keys.end() && !keys.contains(known->first))
        keys.emplace(known->first, known->second.clone());
    }
  }

  void run() override {
    ByteView left{lean};
    for (std::size_t i = 0; i < opened.size(); ++i) {
      const auto decoded = wire::decode_entry(left);
      if (!decoded) break;
      opened[i] = opened_at(places[i], decoded->entry);
      left = left.subspan(decoded->size);
    }
    lean = {};
    keys.clear();
  }

  [[nodiscard]] std::optional<Opened> opened_at(const wire::Place& place,
                                                const wire::EntryView& held) const {
    const auto known = keys.find(place.epoch.value);
    if (known == keys.end()) return std::nullopt;
    const auto leaf = known->second.keys_of(place.leaf);
    if (!leaf) return std::nullopt;
    auto entry = seal::open_entry(*leaf, log, place, held);
    if (!entry) return std::nullopt;
    auto meta = wire::decode_meta(std::exchange(entry->meta, {}));
    return Opened{held.tag,
                  held.body_state,
                  {std::move(*entry), meta ? std::optional{std::move(*meta)} : std::nullopt}};
  }

  LogId log;
  std::vector<wire::Place> places;
  ByteVec lean;  // one entry after the other
  EpochKeys keys;
  std::vector<std::optional<Opened>> opened;

  std::size_t bytes{};  // this and what follows is of whoever asked, not of the work
  bool is_done{};
  std::vector<bool> asked;
  std::size_t unasked{};
};

bool OpenedAhead::would_begin(std::size_t entries, std::size_t bytes) const {
  return meanwhile_ != nullptr && entries >= entries_min_ && bytes_ + bytes <= bytes_max;
}

void OpenedAhead::begin(EntryKey first, const LogId& log, std::span<const wire::Place> places,
                        std::span<const ByteVec> lean, const EpochKeys& keys) {
  for (std::size_t at = 0; at < lean.size(); at += entries_a_job) {
    const auto count = std::min(entries_a_job, lean.size() - at);
    begin_one({first.strand, {first.seq.value + at}}, log, places.subspan(at, count),
              lean.subspan(at, count), keys);
  }
}

void OpenedAhead::begin_one(EntryKey first, const LogId& log, std::span<const wire::Place> places,
                            std::span<const ByteVec> lean, const EpochKeys& keys) {
  if (runs_.contains(first)) return;
  auto run = std::make_shared<Run>(log, places, lean, keys);
  run->unasked = lean.size();
  run->asked.resize(lean.size());
  bytes_ += run->bytes;
  meanwhile_->begin(run);
  runs_.emplace(first, std::move(run));
}

std::optional<OpenedAhead::Opening> OpenedAhead::take(EntryKey key, const wire::EntryView& held) {
  auto after = runs_.upper_bound(key);
  if (after == runs_.begin()) return std::nullopt;
  const auto at = std::prev(after);
  auto& run = *at->second;
  const auto index = key.seq.value - at->first.seq.value;
  if (at->first.strand != key.strand || index >= run.opened.size()) return std::nullopt;
  if (!run.is_done) meanwhile_->await(run);
  run.is_done = true;
  auto found = std::exchange(run.opened[index], std::nullopt);
  if (!run.asked[index]) --run.unasked;
  run.asked[index] = true;
  if (run.unasked == 0) {
    bytes_ -= run.bytes;
    runs_.erase(at);
  }
  const bool same = found && found->tag == held.tag && found->body_state == held.body_state;
  return same ? std::optional{std::move(found->opening)} : std::nullopt;
}

// Whole runs: one that is half indexed goes with its last entry.
void OpenedAhead::drop(StrandNumber strand, Seq first, Seq last) {
  const auto from = runs_.lower_bound({strand, Seq{}});
  for (auto at = from; at != runs_.end() && at->first.strand == strand;) {
    const auto end = at->first.seq.value + at->second->opened.size();
    const bool done = first.value < end && end <= last.value + 1;
    if (done) bytes_ -= at->second->bytes;
    at = done ? runs_.erase(at) : std::next(at);
  }
}

void OpenedAhead::drop(StrandNumber strand) { drop(strand, {0}, {limits::seq_max}); }

}  // namespace kith::node
