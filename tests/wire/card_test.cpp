// A card verifies itself and its secret, goes through a mail unharmed, and bends under no changed
// bit; a face is read without its secret.
#include "wire/card.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::wire {
namespace {

struct Owner {
  test::SeededEntropy entropy{31};
  crypto::PersonKey person = crypto::PersonKey::generate(entropy);
  crypto::DeviceKey device = crypto::DeviceKey::generate(entropy);
  crypto::PrekeySecret prekey = crypto::PrekeySecret::generate(entropy);

  CardSecret secret = CardSecret::random(entropy);

  Face face() {
    const DeviceList list{
        person.public_key(),
        {1},
        {{device.public_key(), crypto::TransportSecret::generate(entropy).public_key()}}};
    return {person.public_key(),
            sign_device_list(list, person),
            {sign_prekey({device.public_key(), {3}, prekey.public_key(), {7}}, device)},
            pair_id(secret.view()),
            {"tcp:example.org:4711"},
            "ana",
            {99}};
  }
  ByteVec card() { return encode_card(sign_face(face(), person), secret); }
};

TEST(Face, comes_back_as_it_was_made) {
  Owner ana;
  const auto face = ana.face();
  EXPECT_EQ(open_face(sign_face(face, ana.person)), face);
}

TEST(Card, comes_back_as_it_was_made) {
  Owner ana;
  const auto record = sign_face(ana.face(), ana.person);
  const auto opened = open_card(encode_card(record, ana.secret));
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->face_record, record);
  EXPECT_EQ(opened->face, open_face(record));
  EXPECT_TRUE(crypto::constant_time_equal(opened->secret, ana.secret));
}

TEST(Card, with_another_secret_than_its_face_names_is_refused) {
  Owner ana;
  const auto record = sign_face(ana.face(), ana.person);
  const auto other = CardSecret::random(ana.entropy);
  EXPECT_EQ(open_card(encode_card(record, other)).error(), RecordError::secrets_differ);
  EXPECT_EQ(open_card(record).error(), RecordError::malformed);  // a face alone
  EXPECT_FALSE(open_face(encode_card(record, ana.secret)).has_value());
}

TEST(Card, survives_line_breaks_and_refuses_what_is_no_card) {
  Owner ana;
  const auto card = ana.card();
  auto text = card_text(card);
  EXPECT_EQ(card_bytes(text), card);
  text.insert(50, "\r\n  ");
  EXPECT_EQ(card_bytes(" " + text + "\n"), card);
  EXPECT_FALSE(card_bytes("kith").has_value());
  EXPECT_FALSE(card_bytes("kith:+++").has_value());
  EXPECT_FALSE(card_bytes(text.substr(5)).has_value());
  EXPECT_FALSE(card_bytes("kith:" + std::string(limits::card_text_bytes_max, 'A')).has_value());
}

TEST(Card, with_any_bit_flipped_or_cut_is_refused) {
  Owner ana;
  const auto card = ana.card();
  for (std::size_t i = 0; i < card.size() * 8; i += 5) {
    auto bent = card;
    bent[i / 8] ^= static_cast<std::uint8_t>(1U << (i % 8));
    EXPECT_FALSE(open_card(bent).has_value()) << i;
  }
  for (std::size_t size = 0; size < card.size(); size += 9) {
    EXPECT_FALSE(open_card(ByteView{card}.first(size)).has_value());
  }
}

TEST(Face, is_refused_with_the_papers_of_someone_else) {
  Owner ana;
  Owner eve;
  eve.person = crypto::PersonKey::generate(eve.entropy);
  eve.device = crypto::DeviceKey::generate(eve.entropy);
  auto stolen = ana.face();
  stolen.person = eve.person.public_key();
  EXPECT_EQ(open_face(sign_face(stolen, eve.person)).error(), RecordError::persons_differ);
  auto foreign = ana.face();
  foreign.prekeys = eve.face().prekeys;
  EXPECT_EQ(open_face(sign_face(foreign, ana.person)).error(), RecordError::device_not_listed);
}

}  // namespace
}  // namespace kith::wire
