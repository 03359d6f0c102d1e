#include "node/references.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace kith::node {

Result<std::vector<EntryKey>, OpenFailure> beginning_with(const Store& store, Opener& opener,
                                                          ByteView bytes) {
  check(bytes.size() >= 8 && bytes.size() <= Link::size);
  const auto keys = store.with_prefix(prefix_of(*Bytes<struct PrefixTag, 8>::from(bytes.first(8))));
  if (!keys) return Fail{OpenFailure::store_failed};
  std::vector<EntryKey> found;
  for (const auto& key : *keys) {
    const auto link = opener.link_of(key);
    if (link && std::ranges::equal(link->view().first(bytes.size()), bytes)) found.push_back(key);
  }
  return found;
}

Result<std::optional<EntryKey>, OpenFailure> resolve(const Store& store, Opener& opener,
                                                     const Reference& reference) {
  const auto found = beginning_with(store, opener, reference.view());
  if (!found) return Fail{found.error()};
  std::optional<EntryKey> smallest;
  std::optional<Link> its_link;
  for (const auto& key : *found) {
    const auto link = opener.link_of(key);
    if (!link) return Fail{link.error()};
    if (its_link && *its_link <= *link) continue;
    smallest = key;
    its_link = *link;
  }
  return smallest;
}

}  // namespace kith::node
