// What opens an onion service to whom is derived once and for ever: the committed vectors hold.
// Source: docs/protocol.md §14.
#include "tests/vectors/onion_vectors.hpp"

#include <gtest/gtest.h>
#include <sodium/crypto_scalarmult_ed25519.h>

#include "crypto/base32.hpp"
#include "node/onion.hpp"
#include "tests/vectors/vector_json.hpp"
#include "tests/vectors/vector_reader.hpp"

namespace kith::test {
namespace {

json committed_onion() { return read_json(source_file("tests/vectors/onion.json")); }

TEST(OnionVectors, are_written_again_byte_for_byte) {
  EXPECT_EQ(make_onion_vectors(), read_text(source_file("tests/vectors/onion.json")));
}

TEST(OnionVectors, a_caller_comes_by_the_key_that_both_derive) {
  const auto file = committed_onion();
  for (const auto& vector : file.at("onion_callers")) {
    const auto pair = *seal::PairSecret::from(hex_field(vector, "pair"));
    const auto service = fixed_at<crypto::OnionPublic>(vector, "service");
    const auto caller = node::onion_caller(pair, service);
    EXPECT_EQ(to_hex(caller.view()), vector.at("secret"));
    EXPECT_EQ(to_hex(caller.public_key().view()), vector.at("public"));
    EXPECT_EQ(crypto::to_base32(caller.public_key().view()), vector.at("base32"));
  }
}

TEST(OnionVectors, the_expanded_key_is_the_one_of_the_public_key) {
  const auto file = committed_onion();
  for (const auto& vector : file.at("onion_services")) {
    const auto key = crypto::OnionKey::from_seed(hex_field(vector, "seed"));
    ASSERT_TRUE(key.has_value());
    const auto expanded = crypto::expanded(*key);
    EXPECT_EQ(to_hex(expanded.view()), vector.at("expanded"));
    crypto::OnionPublic made;
    ASSERT_EQ(crypto_scalarmult_ed25519_base_noclamp(made.raw.data(), expanded.view().data()), 0);
    EXPECT_EQ(made, key->public_key());
    EXPECT_EQ(to_hex(made.view()), vector.at("public"));
    EXPECT_EQ(node::onion_public(vector.at("host").get<std::string>()), made);
  }
}

}  // namespace
}  // namespace kith::test
