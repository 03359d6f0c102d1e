// Keys of an onion service and of those who may come to it (docs/protocol.md §14), made by hand
// from fixed inputs.
#pragma once

#include <string>

namespace kith::test {

[[nodiscard]] std::string make_onion_vectors();

}  // namespace kith::test
