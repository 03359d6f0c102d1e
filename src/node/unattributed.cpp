#include "node/unattributed.hpp"

#include "crypto/hash.hpp"
#include "wire/varint.hpp"

namespace kith::node {
namespace {

// Shorter ones hold no certificate.
constexpr std::size_t short_meta_bytes = 256;
constexpr std::size_t failed_max = 4096;

}  // namespace

// Boxes, and the entries that may hold papers.
Unattributed::Key Unattributed::key_of(const wire::RangeView& range) {
  crypto::Hasher hasher{"kith/1 left"};
  hasher.add(range.circle.view()).add(range.log.view());
  for (const auto& [place, entry] : range.entries) {
    if (entry.boxes.empty() && entry.meta.size() <= short_meta_bytes) continue;
    ByteVec front;
    wire::put_fixed(front, place.seq.value);
    wire::put_fixed(front, place.epoch.value);
    wire::put_fixed(front, std::uint64_t{entry.meta.size()});
    wire::put_fixed(front, std::uint64_t{entry.boxes.size()});
    hasher.add(front).add(entry.meta).add(entry.boxes);
  }
  return hasher.finish<Key>();
}

bool Unattributed::holds(const Key& key, std::uint64_t contacts_revision) const {
  return contacts_revision == contacts_revision_ && failed_.contains(key);
}

void Unattributed::put(const Key& key, std::uint64_t contacts_revision) {
  if (contacts_revision != contacts_revision_) failed_.clear();
  contacts_revision_ = contacts_revision;
  if (failed_.size() < failed_max) failed_.insert(key);
}

}  // namespace kith::node
