// What must lie nowhere on a disk once an entry's body was forgotten: its words, its sealed bytes,
// the keys above its leaf. Taken before, looked for afterwards. Refuses to know who forgets.
#pragma once

#include <string>

#include "sim/person.hpp"

namespace kith::sim {

struct Remains {
  std::string entry;  // which, in words
  std::vector<std::pair<std::string, ByteVec>> bytes;
};

/// Of a person whose home is on a disk; before they forget it.
[[nodiscard]] Remains remains_of(Person& person, node::EntryKey key);

/// What of them is left, in words; empty: nothing.
[[nodiscard]] std::string found_on(const DiskHome& disk, const std::vector<Remains>& all);

}  // namespace kith::sim
