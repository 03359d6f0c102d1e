// The changes; the reads are in memory_read.cpp.
#include "store/memory_store.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/limits.hpp"
#include "store/row_id.hpp"

namespace kith::store {

namespace change = node::change;

MemoryStore::MemoryStore(std::shared_ptr<const Words> words) : words_(std::move(words)) {}

// Nothing in it can fail, so all or nothing is all.
Result<void, node::StoreError> MemoryStore::commit(const node::Batch& batch, node::Durability) {
  for (const auto& each : batch) {
    std::visit([this](const auto& known) { on(known); }, each);
  }
  return {};
}

void MemoryStore::on(const change::PutValue& put) { values_[put.name] = put.value; }
void MemoryStore::on(const change::PutCircle& put) { circles_[put.circle.number] = put.circle; }
void MemoryStore::on(const change::PutStrand& put) { strands_[put.strand.number] = put.strand; }
void MemoryStore::on(const change::PutOwnLog& put) { own_logs_[put.own.strand] = put.own; }
void MemoryStore::on(const change::RetireOwnLog& retired) { own_logs_.erase(retired.strand); }
void MemoryStore::on(const change::PutContact& put) { contacts_[put.person] = put.record; }

void MemoryStore::on(const change::PutFact& put) { facts_[put.kind][put.key] = put.value; }
void MemoryStore::on(const change::DropFact& dropped) { facts_[dropped.kind].erase(dropped.key); }

void MemoryStore::on(const change::PutEntries& put) {
  check(!put.lean.empty() && put.lean.size() == put.links.size());
  auto seq = put.first;
  for (std::size_t i = 0; i < put.lean.size(); ++i, seq = seq.successor()) {
    (void)row_id(put.strand, seq);
    check(entries_.emplace(node::EntryKey{put.strand, seq}, put.lean[i]).second);
    if (seq.value % limits::link_stride == 0) {
      kept_links_[{put.strand, seq}] = put.links[i];
    }
  }
  arrivals_[{put.strand, put.first}] = put.arrived;
  add_run(waiting_[put.strand], {put.strand, put.first, {seq.value - 1}});
}

void MemoryStore::on(const change::ReplaceEntry& replaced) {
  const auto found = entries_.find(replaced.entry);
  check(found != entries_.end());
  found->second = replaced.lean;
}

void MemoryStore::on(const change::PutSpans& put) {
  auto& spans = spans_[put.strand];
  spans.clear();
  for (const auto& each : put.spans) {
    check(each.strand == put.strand);
    check(spans.emplace(each.span.from, each).second);
  }
}

void MemoryStore::on(const change::PutHead& put) { heads_[put.head.last] = put.head; }

void MemoryStore::on(const change::DropHead& dropped) { heads_.erase(dropped.last); }

void MemoryStore::on(const change::PutEpoch& put) {
  epochs_[{put.epoch.strand, put.epoch.first.seq}] = put.epoch;
}

void MemoryStore::on(const change::PutIndex& put) {
  for (const auto& row : put.rows) {
    check(row.entry.strand == put.strand && put.first <= row.entry.seq &&
          row.entry.seq <= put.last);
    put_row(row);
  }
  const node::WaitingRun run{put.strand, put.first, put.last};
  cut_run(waiting_[put.strand], run);
  if (put.words_wait) add_run(unworded_[put.strand], run);
}

void MemoryStore::on(const change::PutWords& put) {
  for (const auto& row : put.rows) put_words(row.entry, row.text);
  cut_run(unworded_[put.strand], {put.strand, put.first, put.last});
}

void MemoryStore::put_words(node::EntryKey entry, const std::string& text) {
  for (const auto& word : words_->of(text)) {
    auto& entries = postings_[word];
    const auto at = std::ranges::lower_bound(entries, entry);
    if (at == entries.end() || *at != entry) entries.insert(at, entry);
  }
}

void MemoryStore::put_row(const node::IndexRow& row) {
  const auto earlier = moved_.find(row.entry);
  auto& shown = shown_[row.circle];
  shown.erase({earlier == moved_.end() ? row.claimed : earlier->second, row.entry});
  if (earlier != moved_.end()) {
    moved_.erase(earlier);
  }
  if (row.shown) {
    shown.insert({row.order, row.entry});
  }
  if (row.order != row.claimed) {
    moved_[row.entry] = row.order;
  }
  refs_.insert({node::prefix_of(row.link), row.entry});
  for (const auto& reference : row.references) {
    answers_.insert({node::prefix_of(reference), row.entry});
  }
  if (row.thing) things_[{row.circle, *row.thing}].insert(row.entry);
  put_words(row.entry, row.text);
}

void MemoryStore::on(const change::QueueIndex& queued) {
  add_run(waiting_[queued.strand], {queued.strand, queued.first, queued.last});
}

void MemoryStore::on(const change::ForgetWords& forgotten) {
  for (const auto& word : words_->of(forgotten.text)) {
    const auto found = postings_.find(word);
    if (found == postings_.end()) continue;
    std::erase(found->second, forgotten.entry);
    if (found->second.empty()) postings_.erase(found);
  }
}

void MemoryStore::on(const change::MoveShown& moved) {
  auto& shown = shown_[moved.circle];
  if (shown.erase({moved.from_order, moved.entry}) == 1) {
    shown.insert({moved.to_order, moved.entry});
  }
  moved_[moved.entry] = moved.to_order;
}

}  // namespace kith::store
