// Prints tests/vectors/handover.json. Run it only when a handover changed on purpose, and say so
// in docs/protocol.md in the same commit.
#include <iostream>

#include "crypto/init.hpp"
#include "tests/vectors/handover_vectors.hpp"

int main() {
  kith::crypto::init();
  std::cout << kith::test::make_handover_vectors();
}
