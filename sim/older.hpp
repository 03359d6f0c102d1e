// What people of the first version of the protocol left behind, frozen: the home of Per, and what
// others of then had for him: cards, ranges, bundles, what their devices said of themselves. It was
// written once, by tests/sim/make_older_vectors.cpp, and is never written again. Refuses to know
// what today's program makes of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"

namespace kith::sim {

struct Older {
  ByteVec home;       // Per's store as it lay, under key 1: his logs are open
  ByteVec backup;     // ... and one that he had made, under key 2
  WallTime written;   // the last time that his home had seen
  ByteVec pers_card;  // nobody took it yet
  ByteVec olgas_card;
  std::vector<ByteVec> bundles;    // Olga's for Per, and Quin's; he has read neither
  std::vector<ByteVec> ranges;     // what is in them, piece by piece
  std::vector<ByteVec> presences;  // messages of sessions: Olga's, Quin's

  struct Shown {
    std::string circle;
    std::string author;
    std::string text;  // empty: forgotten, or no message
    bool aside{};
    bool operator==(const Shown&) const = default;
  };
  std::vector<Shown> held;    // as Per was shown it, in that order
  std::vector<Shown> fuller;  // once he has read the bundles
};

/// Read once; stops where it is not there.
[[nodiscard]] const Older& older();

}  // namespace kith::sim
