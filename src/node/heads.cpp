#include "node/heads.hpp"

#include "base/limits.hpp"

namespace kith::node {

Result<void, StoreError> keep_head(const Store& store, const SignedRun& run, Batch& batch) {
  HeadRecord head{run.last, run.signature, run.entries, run.bytes};
  const auto first = run.last.seq.value + 1 - run.entries;
  if (first > 0 && !run.opens_epoch) {
    const EntryKey before{run.last.strand, {first - 1}};
    const auto found = store.head_from(before.strand, before.seq);
    if (!found) return Fail{found.error()};
    const auto* earlier = *found && (*found)->last == before ? &**found : nullptr;
    if (earlier != nullptr && earlier->entries + head.entries <= limits::head_entries_max &&
        earlier->bytes + head.bytes <= limits::head_bytes_max) {
      head.entries += earlier->entries;
      head.bytes += earlier->bytes;
      batch.push_back(change::DropHead{before});
    }
  }
  batch.push_back(change::PutHead{head});
  return {};
}

}  // namespace kith::node
