// Puts things in random order, so that their places say nothing. Knows nothing of what they are.
#pragma once

#include <utility>
#include <vector>

#include "base/entropy.hpp"
#include "wire/varint.hpp"

namespace kith::seal {

/// Fisher and Yates; the bias of a remainder of 64 bits is below 2^-50 for the few thousand here.
template <class T>
void shuffle(std::vector<T>& things, Entropy& entropy) {
  for (std::size_t left = things.size(); left > 1; --left) {
    std::array<std::uint8_t, 8> drawn{};
    entropy.fill(drawn);
    const auto value = *wire::ByteReader{drawn}.take_fixed<std::uint64_t>();
    std::swap(things[left - 1], things[value % left]);
  }
}

}  // namespace kith::seal
