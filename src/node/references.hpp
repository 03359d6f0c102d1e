// From a reference to the entry that it names, by the store's prefix index, and where that entry
// stands in the display order. Refuses to know what anything says.
#pragma once

#include "node/opener.hpp"

namespace kith::node {

/// The indexed entry that the reference names; of several the one with the smallest link.
[[nodiscard]] Result<std::optional<EntryKey>, OpenFailure> resolve(const Store& store,
                                                                   Opener& opener,
                                                                   const Reference& reference);

/// Every indexed entry whose link begins with `bytes`, of at least 8 bytes.
[[nodiscard]] Result<std::vector<EntryKey>, OpenFailure> beginning_with(const Store& store,
                                                                        Opener& opener,
                                                                        ByteView bytes);

}  // namespace kith::node
