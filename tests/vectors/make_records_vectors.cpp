// Prints tests/vectors/records.json. Run it only when a record changed on purpose, and say so
// in docs/protocol.md in the same commit.
#include <iostream>

#include "crypto/init.hpp"
#include "tests/vectors/records_vectors.hpp"

int main() {
  kith::crypto::init();
  std::cout << kith::test::make_records_vectors();
}
