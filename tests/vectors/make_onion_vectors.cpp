// Prints tests/vectors/onion.json. Run it only when a derivation changed on purpose, and say so in
// docs/protocol.md in the same commit.
#include <iostream>

#include "crypto/init.hpp"
#include "tests/vectors/onion_vectors.hpp"

int main() {
  kith::crypto::init();
  std::cout << kith::test::make_onion_vectors();
}
