// Ed25519: what is signed is what verifies, and what our one verifier accepts is frozen.
#include "crypto/sign.hpp"

#include <gtest/gtest.h>

#include <type_traits>

#include "tests/seeded_entropy.hpp"
#include "tests/shared_data.hpp"

namespace kith::crypto {
namespace {

using test::from_hex;
using test::SeededEntropy;

static_assert(std::is_same_v<decltype(std::declval<LogKey>().public_key()), LogId>);
static_assert(std::is_same_v<decltype(std::declval<PersonKey>().public_key()), PersonId>);
static_assert(std::is_same_v<decltype(std::declval<DeviceKey>().public_key()), DeviceId>);
static_assert(!std::is_convertible_v<LogKey, DeviceKey> && !std::is_copy_constructible_v<LogKey>);

TEST(Sign, verifies_what_it_signed_and_nothing_else) {
  SeededEntropy entropy{1};
  const auto key = LogKey::generate(entropy);
  const auto other = LogKey::generate(entropy);
  const auto link = hash<Link>("t", {});
  const auto signature = key.sign("kith link", {link.view(), as_bytes("x")});

  EXPECT_TRUE(verify("kith link", key.public_key(), {link.view(), as_bytes("x")}, signature));
  EXPECT_FALSE(verify("kith lin", key.public_key(), {link.view(), as_bytes("x")}, signature));
  EXPECT_FALSE(verify("kith link", other.public_key(), {link.view(), as_bytes("x")}, signature));
  EXPECT_FALSE(verify("kith link", key.public_key(), {link.view(), as_bytes("y")}, signature));
  EXPECT_FALSE(verify("kith link", key.public_key(), {link.view()}, signature));
  EXPECT_FALSE(verify("kith link", key.public_key(), {link.view(), as_bytes("x")}, Signature{}));
  for (std::size_t i = 0; i < Signature::size; ++i) {
    auto changed = signature;
    changed.raw[i] ^= 1;
    EXPECT_FALSE(verify("kith link", key.public_key(), {link.view(), as_bytes("x")}, changed));
  }
}

TEST(Sign, signs_the_padded_context_then_the_parts) {
  SeededEntropy entropy{2};
  const auto key = PersonKey::generate(entropy);
  const auto signature = key.sign("abc", {as_bytes("de"), {}, as_bytes("f")});
  ByteVec message{'a', 'b', 'c'};
  message.resize(16);
  message.insert(message.end(), {'d', 'e', 'f'});
  EXPECT_TRUE(verify_raw(key.public_key().view(), message, signature.view()));
}

TEST(Sign, comes_back_from_its_seed) {
  SeededEntropy entropy{3};
  const auto key = DeviceKey::generate(entropy);
  const auto again = DeviceKey::from_seed(key.seed());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_key(), key.public_key());
  EXPECT_EQ(again->sign("a", {}), key.sign("a", {}));
  EXPECT_FALSE(DeviceKey::from_seed(key.seed().first(31)));
  EXPECT_FALSE(DeviceKey::from_seed(ByteVec(33)));
}

TEST(Sign, refuses_keys_and_signatures_of_another_size) {
  SeededEntropy entropy{4};
  const auto key = DeviceKey::generate(entropy);
  const auto signature = key.sign("a", {});
  const ByteVec longer(65);
  EXPECT_FALSE(verify_raw(key.public_key().view().first(31), {}, signature.view()));
  EXPECT_FALSE(verify_raw(key.public_key().view(), {}, signature.view().first(63)));
  EXPECT_FALSE(verify_raw(key.public_key().view(), {}, longer));
  EXPECT_FALSE(verify_raw({}, {}, {}));
  EXPECT_FALSE(verify_raw(key.public_key().view(), {}, signature.view()));
}

TEST(Sign, agrees_with_wycheproof) {
  KITH_SHARED_FILE_OR_SKIP(file, "data/vectors/wycheproof/ed25519_test.json");
  int run = 0;
  const auto published = test::read_json(*file);
  for (const auto& group : published["testGroups"]) {
    const auto key = test::hex_field(group["publicKey"], "pk");
    for (const auto& vector : group["tests"]) {
      const bool accepted =
          verify_raw(key, test::hex_field(vector, "msg"), test::hex_field(vector, "sig"));
      EXPECT_EQ(accepted, vector["result"] == "valid") << vector["tcId"];
      ++run;
    }
  }
  EXPECT_EQ(run, 151);
}

// Our verdicts, one bit a vector, first vector in the highest bit of the first byte.
ByteVec frozen_verdicts() {
  std::istringstream lines{test::read_text(test::source_file("tests/crypto/ed25519_verdicts.txt"))};
  std::string hex;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('#')) {
      hex += line;
    }
  }
  return from_hex(hex);
}

TEST(Sign, gives_the_frozen_verdicts_on_edge_cases) {
  KITH_SHARED_FILE_OR_SKIP(file, "data/vectors/ed25519/cctv_ed25519vectors.json");
  const auto vectors = test::read_json(*file);
  ASSERT_EQ(vectors.size(), 914u);
  ByteVec verdicts((vectors.size() + 7) / 8);
  int accepted = 0;
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    const auto& vector = vectors[i];
    ASSERT_EQ(vector["number"], i);
    const auto message = vector["msg"].get<std::string>();
    if (verify_raw(test::hex_field(vector, "key"), as_bytes(message),
                   test::hex_field(vector, "sig"))) {
      verdicts[i / 8] = static_cast<std::uint8_t>(verdicts[i / 8] | (0x80 >> (i % 8)));
      ++accepted;
    }
  }
  EXPECT_EQ(accepted, 43);
  EXPECT_EQ(to_hex(verdicts), to_hex(frozen_verdicts()));
}

}  // namespace
}  // namespace kith::crypto
