// An onion service's key in the form that tor takes: it stands for the same public key.
#include "crypto/onion_key.hpp"

#include <gtest/gtest.h>
#include <sodium/crypto_scalarmult_ed25519.h>

#include "tests/seeded_entropy.hpp"

namespace kith::crypto {
namespace {

TEST(OnionKey, expands_to_the_scalar_of_its_public_key_and_a_prefix) {
  test::SeededEntropy entropy{12};
  const auto key = OnionKey::generate(entropy);
  const auto whole = expanded(key);
  OnionPublic of_scalar;
  ASSERT_EQ(crypto_scalarmult_ed25519_base_noclamp(of_scalar.raw.data(), whole.view().data()), 0);
  EXPECT_EQ(of_scalar, key.public_key());
  EXPECT_EQ(whole.view()[0] & 7, 0);  // clamped, as RFC 8032 has it
  EXPECT_EQ(whole.view()[31] & 0xC0, 0x40);
  const auto again = expanded(*OnionKey::from_seed(key.seed()));
  EXPECT_TRUE(constant_time_equal(again, whole));
}

}  // namespace
}  // namespace kith::crypto
