#include "node/things.hpp"

#include <map>

#include "node/open_refusal.hpp"
#include "node/references.hpp"

namespace kith::node {
namespace {

bool is_one_of(std::uint64_t kind, std::span<const kinds::KindNumber> kinds) {
  return std::ranges::count(kinds, static_cast<kinds::KindNumber>(kind)) != 0;
}

std::vector<kinds::Seen> values_of(std::map<Link, kinds::Seen>&& found) {
  std::vector<kinds::Seen> all;
  all.reserve(found.size());
  for (auto& [link, seen] : found) all.push_back(std::move(seen));
  return all;
}

}  // namespace

Result<kinds::Seen, Refusal> Things::seen(EntryKey key) const {
  const auto opened = opener_.open(key);
  if (!opened) return Fail{refusal_for_reader(opened.error())};
  const auto link = opener_.link_of(key);
  if (!link) return Fail{refusal_for_reader(link.error())};
  const auto& strand = strands_.strand(key.strand);
  const bool forked = std::ranges::any_of(strands_.of_log(strand.log), [&](StrandNumber number) {
    return strands_.strand(number).forked;
  });
  kinds::Seen seen;
  seen.link = *link;
  seen.author = strand.person;
  seen.log = strand.log;
  seen.seq = key.seq;
  seen.forked = forked;
  seen.time = opened->meta.time;
  seen.references = opened->meta.references;
  seen.forgotten = opened->body_state == wire::BodyState::forgotten;
  if (const auto* kind = std::get_if<std::uint64_t>(&opened->meta.kind)) {
    seen.kind = *kind;
    if (!opened->body.empty()) seen.body = kinds::decode_body(*kind, opened->body);
  }
  return seen;
}

// An entry that does not open is one that is not seen.
Result<std::vector<kinds::Seen>, Refusal> Things::of_kinds(
    CircleNumber circle, std::span<const kinds::KindNumber> kinds) const {
  std::map<Link, kinds::Seen> found;
  for (const auto kind : kinds) {
    const auto keys = store_.things(circle, static_cast<std::uint64_t>(kind));
    if (!keys) return Fail{refusal_of(keys.error())};
    for (const auto& key : *keys) {
      auto one = seen(key);
      if (!one && one.error() == Refusal::unknown_entry) continue;
      if (!one) return Fail{one.error()};
      found.insert_or_assign(one->link, std::move(*one));
    }
  }
  return values_of(std::move(found));
}

// What it refers to, and what refers to it, in the same circle.
Result<std::vector<EntryKey>, Refusal> Things::beside(const kinds::Seen& seen,
                                                      CircleNumber circle) const {
  auto keys = store_.answers_to(prefix_of(seen.link));
  if (!keys) return Fail{refusal_of(keys.error())};
  for (const auto& reference : seen.references) {
    const auto parent = resolve(store_, opener_, reference);
    if (!parent) return Fail{refusal_for_reader(parent.error())};
    if (*parent) keys->push_back(**parent);
  }
  std::erase_if(*keys,
                [&](const EntryKey& key) { return strands_.strand(key.strand).circle != circle; });
  return std::move(*keys);
}

Result<std::vector<kinds::Seen>, Refusal> Things::around(
    EntryKey entry, std::span<const kinds::KindNumber> kinds) const {
  const auto circle = strands_.strand(entry.strand).circle;
  std::map<Link, kinds::Seen> found;
  std::vector<EntryKey> work{entry};
  while (!work.empty()) {
    auto one = seen(work.back());
    work.pop_back();
    if (!one && one.error() == Refusal::unknown_entry) continue;
    if (!one) return Fail{one.error()};
    if (!is_one_of(one->kind, kinds) || found.contains(one->link)) continue;
    auto next = beside(*one, circle);
    if (!next) return Fail{next.error()};
    work.insert(work.end(), next->begin(), next->end());
    found.emplace(one->link, std::move(*one));
  }
  return values_of(std::move(found));
}

}  // namespace kith::node
