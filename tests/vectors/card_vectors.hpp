// Cards and the faces on them, the words that two people compare, and their tie, as vectors; and
// for each rule a card that breaks it.
#pragma once

#include <string>

namespace kith::test {

/// The whole file, as it is committed.
[[nodiscard]] std::string make_card_vectors();

}  // namespace kith::test
