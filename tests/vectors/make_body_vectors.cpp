// Prints tests/vectors/bodies.json. Run it only when a kind's form changed on purpose, and say so
// in docs/protocol.md in the same commit.
#include <iostream>

#include "tests/vectors/body_vectors.hpp"

int main() { std::cout << kith::test::make_body_vectors(); }
