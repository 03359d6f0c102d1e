// Recovery keys with their text, boxes sealed to them, and what leaves which one in force
// (docs/protocol.md §5.5), from fixed inputs. Boxes and texts are made by hand, not by the code
// that they test.
#pragma once

#include <string>

namespace kith::test {

[[nodiscard]] std::string make_recovery_vectors();

}  // namespace kith::test
