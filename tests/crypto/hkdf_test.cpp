// HMAC and HKDF against published vectors, and where HKDF ends.
#include "crypto/hkdf.hpp"

#include <gtest/gtest.h>

#include "tests/shared_data.hpp"

namespace kith::crypto {
namespace {

using test::hex_field;

TEST(Hkdf, ends_at_255_hash_lengths) {
  const auto key = hkdf_sha256_extract({}, {as_bytes("input")});
  ByteVec out(hkdf_sha256_bytes_max + 1);
  EXPECT_TRUE(hkdf_sha256_expand(key.view(), {}, ByteSpan{out}.first(0)));
  EXPECT_TRUE(hkdf_sha256_expand(key.view(), {}, ByteSpan{out}.first(hkdf_sha256_bytes_max - 1)));
  EXPECT_TRUE(hkdf_sha256_expand(key.view(), {}, ByteSpan{out}.first(hkdf_sha256_bytes_max)));
  EXPECT_EQ(hkdf_sha256_expand(key.view(), {}, out).error(), HkdfError::too_long);
}

TEST(Hkdf, agrees_with_wycheproof) {
  KITH_SHARED_FILE_OR_SKIP(file, "data/vectors/wycheproof/hkdf_sha256_test.json");
  int run = 0;
  const auto published = test::read_json(*file);
  for (const auto& group : published["testGroups"]) {
    for (const auto& vector : group["tests"]) {
      const auto key = hkdf_sha256_extract(hex_field(vector, "salt"), {hex_field(vector, "ikm")});
      ByteVec out(vector["size"].get<std::size_t>());
      const auto info = hex_field(vector, "info");
      const auto expanded = hkdf_sha256_expand(key.view(), {info}, out);
      EXPECT_EQ(expanded.has_value(), vector["result"] == "valid") << vector["tcId"];
      if (expanded) {
        EXPECT_EQ(out, hex_field(vector, "okm")) << vector["tcId"];
      }
      ++run;
    }
  }
  EXPECT_EQ(run, 86);
}

TEST(Hmac, agrees_with_wycheproof) {
  KITH_SHARED_FILE_OR_SKIP(file, "data/vectors/wycheproof/hmac_sha256_test.json");
  int run = 0;
  const auto published = test::read_json(*file);
  for (const auto& group : published["testGroups"]) {
    const auto tag_bytes = group["tagSize"].get<std::size_t>() / 8;
    for (const auto& vector : group["tests"]) {
      const auto message = hex_field(vector, "msg");
      const ByteView view{message};
      const auto half = message.size() / 2;
      const auto mac =
          hmac_sha256(hex_field(vector, "key"), {view.first(half), view.subspan(half)});
      const bool same = to_hex(mac.view().first(tag_bytes)) == vector["tag"].get<std::string>();
      EXPECT_EQ(same, vector["result"] == "valid") << vector["tcId"];
      ++run;
    }
  }
  EXPECT_EQ(run, 174);
}

// Values from Python's hmac and hashlib.blake2b: keys shorter than, as long as, longer than a
// block.
TEST(Hmac, over_blake2b_agrees_with_python) {
  const auto mac = [](std::size_t key_bytes) {
    return to_hex(hmac_blake2b(ByteVec(key_bytes, 0x0b), {as_bytes("Hi "), as_bytes("There")})
                      .view()
                      .first(16));
  };
  EXPECT_EQ(mac(20), "358a6a184924894fc34bee5680eedf57");
  EXPECT_EQ(mac(128), "72de85b5dfc13a4a2e72ad43b491621c");
  EXPECT_EQ(mac(129), "cb15cbae293a69f232a1f66ccc6b160d");
}

}  // namespace
}  // namespace kith::crypto
