// What kith derived once, it derives for ever: compares with tests/vectors/crypto.json byte for
// byte.
#include <gtest/gtest.h>

#include "tests/shared_data.hpp"
#include "tests/vectors/crypto_vectors.hpp"

namespace kith::crypto {
namespace {

TEST(OwnVectors, are_what_they_were) {
  EXPECT_EQ(test::make_crypto_vectors(),
            test::read_text(test::source_file("tests/vectors/crypto.json")));
}

}  // namespace
}  // namespace kith::crypto
