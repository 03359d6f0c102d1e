// Five words that two people read to each other, to know that they hold each other's keys.
// Source: docs/protocol.md §9.2; proquints are arXiv:0901.4016.
#pragma once

#include <string>

#include "base/bytes.hpp"

namespace kith::node {

/// The same for both, whoever asks.
[[nodiscard]] std::string words_between(const PersonId& one, const PersonId& other);

/// One word of 16 bits: consonant, vowel, consonant, vowel, consonant.
[[nodiscard]] std::string proquint(std::uint16_t value);

}  // namespace kith::node
