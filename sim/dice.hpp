// Draws that a seed replays. Refuses to know what they decide.
#pragma once

#include <vector>

#include "base/check.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::sim {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : entropy_(seed) {}

  /// 0..end-1. Requires: end > 0. (Small ends: what modulo prefers does not show.)
  [[nodiscard]] std::uint64_t below(std::uint64_t end) {
    check(end > 0);
    std::array<std::uint8_t, 8> bytes{};
    entropy_.fill(bytes);
    std::uint64_t value = 0;
    for (const auto byte : bytes) value = value << 8 | byte;
    return value % end;
  }
  [[nodiscard]] bool chance(unsigned percent) { return below(100) < percent; }
  template <class T>
  [[nodiscard]] const T& one_of(const std::vector<T>& things) {
    return things[below(things.size())];
  }
  /// Each with even odds.
  template <class T>
  [[nodiscard]] std::vector<T> some_of(const std::vector<T>& things) {
    std::vector<T> picked;
    for (const auto& thing : things) {
      if (chance(50)) picked.push_back(thing);
    }
    return picked;
  }

 private:
  test::SeededEntropy entropy_;
};

}  // namespace kith::sim
