#include "node/fresh_links.hpp"

#include <iterator>

namespace kith::node {
namespace {

constexpr std::size_t links_max = 32'768;  // 1 MiB: twice what is indexed at once

}  // namespace

void FreshLinks::put(EntryKey first, std::span<const Link> links) {
  if (size_ + links.size() > links_max) {
    runs_.clear();
    size_ = 0;
  }
  const auto [run, added] = runs_.try_emplace(first, links.begin(), links.end());
  if (added) size_ += links.size();
}

const Link* FreshLinks::find(EntryKey key) const {
  auto after = runs_.upper_bound(key);
  if (after == runs_.begin()) return nullptr;
  const auto& [first, links] = *std::prev(after);
  const bool within = first.strand == key.strand && key.seq.value - first.seq.value < links.size();
  return within ? &links[key.seq.value - first.seq.value] : nullptr;
}

// Whole runs: one that is half indexed goes with its last entry.
void FreshLinks::drop(StrandNumber strand, Seq first, Seq last) {
  const auto from = runs_.lower_bound({strand, Seq{}});
  for (auto run = from; run != runs_.end() && run->first.strand == strand;) {
    const auto end = run->first.seq.value + run->second.size();
    const bool done = first.value < end && end <= last.value + 1;
    if (done) size_ -= run->second.size();
    run = done ? runs_.erase(run) : std::next(run);
  }
}

}  // namespace kith::node
