// Prints tests/vectors/recovery.json. Run it only when a form changed on purpose, and say so in
// docs/protocol.md in the same commit.
#include <iostream>

#include "crypto/init.hpp"
#include "tests/vectors/recovery_vectors.hpp"

int main() {
  kith::crypto::init();
  std::cout << kith::test::make_recovery_vectors();
}
