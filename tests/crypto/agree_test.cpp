// X25519: both sides agree, points of low order are refused, published results hold.
#include "crypto/agree.hpp"

#include <gtest/gtest.h>

#include <type_traits>

#include "tests/seeded_entropy.hpp"
#include "tests/shared_data.hpp"

namespace kith::crypto {
namespace {

using test::from_hex;
using test::SeededEntropy;

static_assert(!std::is_convertible_v<TransportPublic, PrekeyPublic>);
static_assert(!std::is_copy_constructible_v<PrekeySecret>);

TEST(Agree, gives_both_sides_the_same) {
  SeededEntropy entropy{1};
  const auto prekey = PrekeySecret::generate(entropy);
  const auto ephemeral = EphemeralSecret::generate(entropy);
  const auto left = agree(prekey, ephemeral.public_key());
  const auto right = agree(ephemeral.clone(), prekey.public_key());
  ASSERT_TRUE(left && right);
  EXPECT_TRUE(constant_time_equal(*left, *right));
}

TEST(Agree, comes_back_from_its_bytes) {
  SeededEntropy entropy{2};
  const auto secret = TransportSecret::generate(entropy);
  EXPECT_EQ(TransportSecret::from(secret.view())->public_key(), secret.public_key());
  EXPECT_FALSE(TransportSecret::from(secret.view().first(31)));
  EXPECT_FALSE(TransportSecret::from(ByteVec(33)));
}

TEST(Agree, refuses_points_of_low_order) {
  SeededEntropy entropy{3};
  const auto secret = TransportSecret::generate(entropy);
  for (const auto* point : {
           "0000000000000000000000000000000000000000000000000000000000000000",
           "0100000000000000000000000000000000000000000000000000000000000000",
           "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
           "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "0000000000000000000000000000000000000000000000000000000000000080",
       }) {
    const auto shared = agree(secret, *PrekeyPublic::from(from_hex(point)));
    ASSERT_FALSE(shared) << point;
    EXPECT_EQ(shared.error(), AgreeError::low_order);
  }
}

TEST(Agree, agrees_with_wycheproof) {
  KITH_SHARED_FILE_OR_SKIP(file, "data/vectors/wycheproof/x25519_test.json");
  int valid = 0;
  int acceptable_accepted = 0;
  int acceptable_refused = 0;
  const auto published = test::read_json(*file);
  for (const auto& vector : published["testGroups"][0]["tests"]) {
    const auto secret = EphemeralSecret::from(test::hex_field(vector, "private"));
    const auto shared = agree(*secret, *EphemeralPublic::from(test::hex_field(vector, "public")));
    const bool is_valid = vector["result"] == "valid";
    if (shared) {
      EXPECT_EQ(to_hex(shared->view()), vector["shared"].get<std::string>()) << vector["tcId"];
    } else {
      EXPECT_FALSE(is_valid) << vector["tcId"];
    }
    valid += is_valid ? 1 : 0;
    acceptable_accepted += !is_valid && shared ? 1 : 0;
    acceptable_refused += !is_valid && !shared ? 1 : 0;
  }
  EXPECT_EQ(valid, 264);
  EXPECT_EQ(acceptable_accepted, 223);
  EXPECT_EQ(acceptable_refused, 31);
}

}  // namespace
}  // namespace kith::crypto
