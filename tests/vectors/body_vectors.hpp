// Bodies of kinds that fold (docs/protocol.md §3.7): each in its one encoding with what it says,
// and bodies that are not of their kind's form, with the reason.
#pragma once

#include <string>

namespace kith::test {

[[nodiscard]] std::string make_body_vectors();

}  // namespace kith::test
