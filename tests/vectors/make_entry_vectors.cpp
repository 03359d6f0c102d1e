// Prints tests/vectors/entry.json. Run it only when what an entry is changed on purpose, and say so
// in docs/protocol.md in the same commit.
#include <iostream>

#include "crypto/init.hpp"
#include "tests/vectors/entry_vectors.hpp"

int main() {
  kith::crypto::init();
  std::cout << kith::test::make_entry_vectors();
}
