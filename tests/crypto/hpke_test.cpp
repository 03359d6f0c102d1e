// HPKE: the published vectors of both modes, and everything that must not open.
#include "crypto/hpke.hpp"

#include <gtest/gtest.h>

#include "tests/seeded_entropy.hpp"
#include "tests/shared_data.hpp"

namespace kith::crypto::hpke {
namespace {

using nlohmann::json;
using test::hex_field;
using test::SeededEntropy;

constexpr auto vectors_file = "data/vectors/hpke/rfc9180_x25519_sha256_chacha20poly1305.json";

struct Count {
  int ciphertexts = 0;
  int exports = 0;
};

// Seals and opens every message of a vector, walking through the sequence numbers in between.
void run_messages(const json& vector, Sender& sender, Recipient& recipient, Count& count) {
  std::size_t sequence = 0;
  for (const auto& message : vector["encryptions"]) {
    for (; sequence < message["seq"].get<std::size_t>(); ++sequence) {
      const auto skipped = sender.seal({}, {});
      ASSERT_TRUE(recipient.open({}, skipped));
    }
    const auto aad = hex_field(message, "aad");
    const auto sealed = sender.seal(aad, hex_field(message, "pt"));
    EXPECT_EQ(sealed, hex_field(message, "ct"));
    EXPECT_EQ(recipient.open(aad, hex_field(message, "ct")), hex_field(message, "pt"));
    ++sequence;
    ++count.ciphertexts;
  }
}

void run_exports(const json& vector, const Sender& sender, const Recipient& recipient,
                 Count& count) {
  for (const auto& exported : vector["exports"]) {
    const auto context = hex_field(exported, "exporter_context");
    ByteVec ours(exported["L"].get<std::size_t>());
    auto theirs = ours;
    EXPECT_TRUE(sender.export_into(context, ours));
    EXPECT_TRUE(recipient.export_into(context, theirs));
    EXPECT_EQ(ours, hex_field(exported, "exported_value"));
    EXPECT_EQ(theirs, ours);
    ++count.exports;
  }
}

void run_vector(const json& vector, Count& count) {
  const auto info = hex_field(vector, "info");
  const auto psk_secret = hex_field(vector, "psk");
  const auto psk_id = hex_field(vector, "psk_id");
  const auto psk = vector["mode"] == 1 ? std::optional{Psk{psk_secret, psk_id}} : std::nullopt;

  const auto own = derive_key_pair(hex_field(vector, "ikmR"));
  ASSERT_EQ(to_hex(own.view()), vector["skRm"].get<std::string>());
  ASSERT_EQ(to_hex(own.public_key().view()), vector["pkRm"].get<std::string>());
  auto ephemeral = derive_key_pair(hex_field(vector, "ikmE"));
  ASSERT_EQ(to_hex(ephemeral.view()), vector["skEm"].get<std::string>());

  auto sender = Sender::start(own.public_key().view(), std::move(ephemeral), info, psk);
  ASSERT_TRUE(sender);
  EXPECT_EQ(to_hex(sender->enc().view()), vector["enc"].get<std::string>());
  auto recipient = Recipient::start(own, sender->enc(), info, psk);
  ASSERT_TRUE(recipient);
  run_messages(vector, *sender, *recipient, count);
  run_exports(vector, *sender, *recipient, count);
}

TEST(Hpke, opens_the_published_vectors) {
  KITH_SHARED_FILE_OR_SKIP(file, vectors_file);
  Count count;
  int left_out = 0;
  const auto published = test::read_json(*file);
  for (const auto& vector : published["vectors"]) {
    if (vector["mode"] > 1) {
      ++left_out;  // auth modes, which kith does not have
      continue;
    }
    run_vector(vector, count);
  }
  std::cout << count.ciphertexts << " ciphertexts and " << count.exports << " exports held, "
            << left_out << " modes left out (auth, auth_psk)\n";
  EXPECT_EQ(count.ciphertexts, 12);
  EXPECT_EQ(count.exports, 6);
  EXPECT_EQ(left_out, 2);
}

class HpkeBox : public testing::Test {
 protected:
  SeededEntropy entropy_{1};
  PrekeySecret reader_ = PrekeySecret::generate(entropy_);
  ByteVec psk_bytes_ = ByteVec(32, 7);
  Psk psk_{psk_bytes_, as_bytes("pair")};
  ByteView info_ = as_bytes("info");
  ByteView aad_ = as_bytes("aad");
  ByteVec plain_ = {1, 2, 3};
};

TEST_F(HpkeBox, opens_in_both_modes_and_never_in_the_other) {
  const auto base = seal_base(reader_.public_key(), info_, aad_, plain_, entropy_);
  const auto with_psk = seal_psk(reader_.public_key(), info_, psk_, aad_, plain_, entropy_);
  ASSERT_TRUE(base && with_psk);
  EXPECT_EQ(base->size(), plain_.size() + overhead_bytes);
  EXPECT_EQ(open_base(reader_, info_, aad_, *base), plain_);
  EXPECT_EQ(open_psk(reader_, info_, psk_, aad_, *with_psk), plain_);
  EXPECT_EQ(open_base(reader_, info_, aad_, *with_psk).error(), HpkeError::forged);
  EXPECT_EQ(open_psk(reader_, info_, psk_, aad_, *base).error(), HpkeError::forged);
}

TEST_F(HpkeBox, refuses_another_key_psk_info_or_aad) {
  const auto box = *seal_psk(reader_.public_key(), info_, psk_, aad_, plain_, entropy_);
  const auto stranger = PrekeySecret::generate(entropy_);
  const ByteVec other_bytes(32, 8);
  const auto refused = [&](const PrekeySecret& secret, ByteView info, const Psk& psk,
                           ByteView aad) {
    const auto opened = open_psk(secret, info, psk, aad, box);
    return !opened && opened.error() == HpkeError::forged;
  };
  EXPECT_TRUE(refused(stranger, info_, psk_, aad_));
  EXPECT_TRUE(refused(reader_, as_bytes("inf"), psk_, aad_));
  EXPECT_TRUE(refused(reader_, info_, Psk{other_bytes, psk_.id}, aad_));
  EXPECT_TRUE(refused(reader_, info_, Psk{psk_bytes_, as_bytes("pai")}, aad_));
  EXPECT_TRUE(refused(reader_, info_, psk_, {}));
  EXPECT_FALSE(refused(reader_, info_, psk_, aad_));
}

TEST_F(HpkeBox, refuses_every_changed_byte_and_every_cut) {
  const auto box = *seal_base(reader_.public_key(), info_, aad_, plain_, entropy_);
  for (std::size_t i = 0; i < box.size(); ++i) {
    auto changed = box;
    changed[i] ^= 1;
    EXPECT_FALSE(open_base(reader_, info_, aad_, changed)) << i;
  }
  for (std::size_t size = 0; size < box.size(); ++size) {
    const auto opened = open_base(reader_, info_, aad_, ByteView{box}.first(size));
    EXPECT_EQ(opened.error(), size < overhead_bytes ? HpkeError::too_short : HpkeError::forged);
  }
}

TEST_F(HpkeBox, holds_the_limits_of_the_psk) {
  const ByteVec bytes(33, 7);
  const auto seal = [&](const Psk& psk) {
    return seal_psk(reader_.public_key(), info_, psk, aad_, plain_, entropy_);
  };
  EXPECT_EQ(seal({ByteView{bytes}.first(31), psk_.id}).error(), HpkeError::psk_too_short);
  EXPECT_TRUE(seal({ByteView{bytes}.first(32), psk_.id}));
  EXPECT_TRUE(seal({bytes, psk_.id}));
  EXPECT_EQ(seal({bytes, {}}).error(), HpkeError::psk_unnamed);
  const auto box = *seal(psk_);
  const Psk shorter{ByteView{bytes}.first(31), psk_.id};
  EXPECT_EQ(open_psk(reader_, info_, shorter, aad_, box).error(), HpkeError::psk_too_short);
}

TEST_F(HpkeBox, refuses_points_of_low_order_on_both_sides) {
  EXPECT_EQ(seal_base(PrekeyPublic{}, info_, aad_, plain_, entropy_).error(), HpkeError::low_order);
  const ByteVec box(overhead_bytes);
  EXPECT_EQ(open_base(reader_, info_, aad_, box).error(), HpkeError::low_order);
}

TEST_F(HpkeBox, goes_on_after_a_forgery_and_limits_exports) {
  auto sender = *Sender::start(reader_.public_key().view(), EphemeralSecret::generate(entropy_),
                               info_, std::nullopt);
  auto recipient = *Recipient::start(reader_, sender.enc(), info_, std::nullopt);
  const auto first = sender.seal({}, plain_);
  const auto second = sender.seal({}, plain_);
  EXPECT_EQ(recipient.open({}, second).error(), HpkeError::forged);
  EXPECT_EQ(recipient.open({}, ByteVec(15)).error(), HpkeError::too_short);
  EXPECT_EQ(recipient.open({}, first), plain_);
  EXPECT_EQ(recipient.open({}, second), plain_);
  ByteVec out(8161);
  EXPECT_TRUE(sender.export_into({}, ByteSpan{out}.first(8160)));
  EXPECT_EQ(sender.export_into({}, out).error(), HpkeError::export_too_long);
}

}  // namespace
}  // namespace kith::crypto::hpke
