// Bundles: of the example log for three readers, and some made by hand.
#pragma once

#include "tests/vectors/entry_vectors.hpp"

namespace kith::test {

/// The whole file, as it is committed.
[[nodiscard]] std::string make_bundle_vectors();

}  // namespace kith::test
