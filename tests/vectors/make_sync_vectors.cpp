// Prints tests/vectors/sync.json. Run it only when a session's bytes changed on purpose, and say so
// in docs/protocol.md in the same commit.
#include <iostream>

#include "crypto/init.hpp"
#include "tests/vectors/sync_vectors.hpp"

int main() {
  kith::crypto::init();
  std::cout << kith::test::make_sync_vectors();
}
