// Prints tests/vectors/bundle.json. Run it only when bundles changed on purpose, and say so in
// docs/protocol.md in the same commit.
#include <iostream>

#include "crypto/init.hpp"
#include "tests/vectors/bundle_vectors.hpp"

int main() {
  kith::crypto::init();
  std::cout << kith::test::make_bundle_vectors();
}
