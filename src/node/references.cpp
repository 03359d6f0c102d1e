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
  return found->empty() ? std::nullopt : std::optional{found->front()};
}

}  // namespace kith::node
