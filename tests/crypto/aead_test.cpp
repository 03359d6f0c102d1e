// Both AEADs: open what was sealed, refuse all else; published vectors hold.
#include "crypto/aead.hpp"

#include <gtest/gtest.h>

#include "tests/seeded_entropy.hpp"
#include "tests/shared_data.hpp"

namespace kith::crypto {
namespace {

using test::hex_field;
using test::SeededEntropy;

ByteVec random_bytes(Entropy& entropy, std::size_t size) {
  ByteVec bytes(size);
  entropy.fill(bytes);
  return bytes;
}

TEST(Aead, opens_what_it_sealed_at_every_small_size) {
  SeededEntropy entropy{1};
  const auto key = random_bytes(entropy, 32);
  const auto nonce = random_bytes(entropy, 24);
  for (std::size_t size = 0; size < 130; ++size) {
    const auto plain = random_bytes(entropy, size);
    const auto sealed = xchacha20_poly1305::seal(key, nonce, as_bytes("aad"), plain);
    EXPECT_EQ(sealed.size(), size + aead_tag_bytes);
    EXPECT_EQ(xchacha20_poly1305::open(key, nonce, as_bytes("aad"), sealed), plain);
  }
}

TEST(Aead, refuses_every_changed_bit_and_every_cut) {
  SeededEntropy entropy{2};
  const auto key = random_bytes(entropy, 32);
  const auto nonce = random_bytes(entropy, 12);
  const auto sealed = chacha20_poly1305::seal(key, nonce, as_bytes("aad"), as_bytes("plaintext"));
  for (std::size_t i = 0; i < sealed.size() * 8; ++i) {
    auto changed = sealed;
    changed[i / 8] = static_cast<std::uint8_t>(changed[i / 8] ^ (1u << (i % 8)));
    EXPECT_EQ(chacha20_poly1305::open(key, nonce, as_bytes("aad"), changed).error(),
              AeadError::forged);
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    const auto cut =
        chacha20_poly1305::open(key, nonce, as_bytes("aad"), ByteView{sealed}.first(size));
    EXPECT_EQ(cut.error(), size < 16 ? AeadError::too_short : AeadError::forged);
  }
  EXPECT_EQ(chacha20_poly1305::open(key, nonce, {}, sealed).error(), AeadError::forged);
}

TEST(Aead, opens_into_memory_of_the_caller_and_refuses_what_is_shorter_than_a_tag) {
  SeededEntropy entropy{8};
  const auto key = random_bytes(entropy, 32);
  const auto nonce = random_bytes(entropy, 24);
  const auto short_nonce = ByteView{nonce}.first(12);
  const auto plain = random_bytes(entropy, 50);
  ByteVec out(plain.size());
  const auto sealed = chacha20_poly1305::seal(key, short_nonce, {}, plain);
  EXPECT_TRUE(chacha20_poly1305::open(key, short_nonce, {}, sealed, out));
  EXPECT_EQ(out, plain);
  out.assign(plain.size(), 0);
  const auto with_x = xchacha20_poly1305::seal(key, nonce, {}, plain);
  EXPECT_TRUE(xchacha20_poly1305::open(key, nonce, {}, with_x, out));
  EXPECT_EQ(out, plain);
  for (const std::size_t size : {0, 15}) {
    const auto cut = ByteView{sealed}.first(size);
    EXPECT_EQ(chacha20_poly1305::open(key, short_nonce, {}, cut, {}).error(), AeadError::too_short);
    EXPECT_EQ(xchacha20_poly1305::open(key, nonce, {}, cut, {}).error(), AeadError::too_short);
    EXPECT_EQ(xchacha20_poly1305::open(key, nonce, {}, cut).error(), AeadError::too_short);
  }
  const auto tag_alone = ByteView{sealed}.first(16);
  EXPECT_EQ(xchacha20_poly1305::open(key, nonce, {}, tag_alone, {}).error(), AeadError::forged);
}

TEST(Aead, a_forged_tag_apart_is_refused_by_either_cipher) {
  SeededEntropy entropy{9};
  const auto key = random_bytes(entropy, 32);
  const auto nonce = random_bytes(entropy, 12);
  ByteVec page = random_bytes(entropy, 64);
  auto tag = chacha20_poly1305::seal_detached(key, nonce, {}, page, page);
  tag.raw[15] ^= 0x80;
  ByteVec out(page.size(), 1);
  EXPECT_EQ(chacha20_poly1305::open_detached(key, nonce, {}, page, tag, out).error(),
            AeadError::forged);
  EXPECT_EQ(out, ByteVec(page.size(), 0));
}

TEST(Aead, works_in_place_and_leaves_no_plaintext_after_a_forgery) {
  SeededEntropy entropy{3};
  const auto key = random_bytes(entropy, 32);
  const auto nonce = random_bytes(entropy, 24);
  const auto plain = random_bytes(entropy, 4096);
  auto page = plain;
  auto tag = xchacha20_poly1305::seal_detached(key, nonce, {}, page, page);
  EXPECT_NE(page, plain);
  const auto cipher = page;
  EXPECT_TRUE(xchacha20_poly1305::open_detached(key, nonce, {}, page, tag, page));
  EXPECT_EQ(page, plain);

  tag.raw[0] ^= 1;
  ByteVec out(plain.size(), 1);
  EXPECT_EQ(xchacha20_poly1305::open_detached(key, nonce, {}, cipher, tag, out).error(),
            AeadError::forged);
  EXPECT_EQ(out, ByteVec(plain.size(), 0));
}

TEST(Aead, detached_and_combined_are_the_same_bytes) {
  SeededEntropy entropy{4};
  const auto key = random_bytes(entropy, 32);
  const auto nonce = random_bytes(entropy, 12);
  const auto plain = random_bytes(entropy, 77);
  ByteVec cipher(77);
  const auto tag = chacha20_poly1305::seal_detached(key, nonce, as_bytes("a"), plain, cipher);
  ByteVec opened(77);
  EXPECT_TRUE(chacha20_poly1305::open_detached(key, nonce, as_bytes("a"), cipher, tag, opened));
  EXPECT_EQ(opened, plain);
  cipher.insert(cipher.end(), tag.raw.begin(), tag.raw.end());
  EXPECT_EQ(cipher, chacha20_poly1305::seal(key, nonce, as_bytes("a"), plain));
}

TEST(Aead, stops_on_keys_nonces_and_outputs_of_another_size) {
  const ByteVec bytes(64);
  const ByteView view{bytes};
  ByteVec out(10);
  EXPECT_DEATH((void)chacha20_poly1305::seal(view.first(31), view.first(12), {}, {}), "rule of");
  EXPECT_DEATH((void)chacha20_poly1305::seal(view.first(32), view.first(24), {}, {}), "rule of");
  EXPECT_DEATH((void)xchacha20_poly1305::seal(view.first(32), view.first(12), {}, {}), "rule of");
  EXPECT_DEATH(xchacha20_xor(view.first(32), view.first(24), view.first(11), out), "rule of");
}

TEST(XChaCha20, undoes_itself_also_in_place) {
  SeededEntropy entropy{5};
  const auto key = random_bytes(entropy, 32);
  const auto nonce = random_bytes(entropy, 24);
  const auto plain = random_bytes(entropy, 300);
  ByteVec cipher(300);
  xchacha20_xor(key, nonce, plain, cipher);
  EXPECT_NE(cipher, plain);
  xchacha20_xor(key, nonce, cipher, cipher);
  EXPECT_EQ(cipher, plain);
  xchacha20_xor(key, nonce, {}, {});
}

struct Tally {
  int opened = 0;
  int refused = 0;
  int left_out = 0;  // nonce sizes that our types do not have
};

template <class Seal, class Open>
Tally run_wycheproof(const std::filesystem::path& file, std::size_t nonce_bytes, Seal seal,
                     Open open) {
  Tally tally;
  const auto published = test::read_json(file);
  for (const auto& group : published["testGroups"]) {
    for (const auto& vector : group["tests"]) {
      const auto nonce = hex_field(vector, "iv");
      if (nonce.size() != nonce_bytes) {
        EXPECT_EQ(vector["result"], "invalid");
        ++tally.left_out;
        continue;
      }
      const auto key = hex_field(vector, "key");
      const auto aad = hex_field(vector, "aad");
      auto sealed = hex_field(vector, "ct");
      const auto tag = hex_field(vector, "tag");
      sealed.insert(sealed.end(), tag.begin(), tag.end());
      const Result<ByteVec, AeadError> plain = open(key, nonce, aad, sealed);
      EXPECT_EQ(plain.has_value(), vector["result"] == "valid") << vector["tcId"];
      if (plain) {
        EXPECT_EQ(*plain, hex_field(vector, "msg"));
        EXPECT_EQ(seal(key, nonce, aad, *plain), sealed);
      }
      ++(plain ? tally.opened : tally.refused);
    }
  }
  std::cout << "opened " << tally.opened << ", refused " << tally.refused << ", left out "
            << tally.left_out << " (other nonce sizes do not exist here)\n";
  return tally;
}

TEST(Aead, chacha20_poly1305_agrees_with_wycheproof) {
  KITH_SHARED_FILE_OR_SKIP(file, "data/vectors/wycheproof/chacha20_poly1305_test.json");
  const auto tally = run_wycheproof(
      *file, 12, [](auto&... parts) { return chacha20_poly1305::seal(parts...); },
      [](auto&... parts) { return chacha20_poly1305::open(parts...); });
  EXPECT_EQ(tally.opened, 256);
  EXPECT_EQ(tally.opened + tally.refused + tally.left_out, 325);
}

TEST(Aead, xchacha20_poly1305_agrees_with_wycheproof) {
  KITH_SHARED_FILE_OR_SKIP(file, "data/vectors/wycheproof/xchacha20_poly1305_test.json");
  const auto tally = run_wycheproof(
      *file, 24, [](auto&... parts) { return xchacha20_poly1305::seal(parts...); },
      [](auto&... parts) { return xchacha20_poly1305::open(parts...); });
  EXPECT_EQ(tally.opened, 246);
  EXPECT_EQ(tally.opened + tally.refused + tally.left_out, 315);
}

}  // namespace
}  // namespace kith::crypto
