// Prints tests/vectors/cards.json. Run it only when the form changed on purpose, and say so in
// docs/protocol.md in the same commit.
#include <iostream>

#include "crypto/init.hpp"
#include "tests/vectors/card_vectors.hpp"

int main() {
  kith::crypto::init();
  std::cout << kith::test::make_card_vectors();
}
