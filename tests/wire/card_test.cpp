// A card verifies itself, goes through a mail unharmed, and bends under no changed bit.
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

  Card card() {
    const DeviceList list{
        person.public_key(),
        {1},
        {{device.public_key(), crypto::TransportSecret::generate(entropy).public_key()}}};
    return {person.public_key(),
            sign_device_list(list, person),
            {sign_prekey({device.public_key(), {3}, prekey.public_key(), {7}}, device)},
            CardSecret::random(entropy),
            {"tcp:example.org:4711"},
            "ana",
            {99}};
  }
};

TEST(Card, comes_back_as_it_was_made) {
  Owner ana;
  const auto card = ana.card();
  const auto opened = open_card(sign_card(card, ana.person));
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->person, card.person);
  EXPECT_EQ(opened->device_list, card.device_list);
  EXPECT_EQ(opened->prekeys, card.prekeys);
  EXPECT_EQ(opened->ways, card.ways);
  EXPECT_EQ(opened->name, "ana");
  EXPECT_EQ(opened->made, card.made);
  EXPECT_TRUE(crypto::constant_time_equal(opened->secret, card.secret));
}

TEST(Card, survives_line_breaks_and_refuses_what_is_no_card) {
  Owner ana;
  const auto record = sign_card(ana.card(), ana.person);
  auto text = card_text(record);
  EXPECT_EQ(card_bytes(text), record);
  text.insert(50, "\r\n  ");
  EXPECT_EQ(card_bytes(" " + text + "\n"), record);
  EXPECT_FALSE(card_bytes("kith").has_value());
  EXPECT_FALSE(card_bytes("kith:+++").has_value());
  EXPECT_FALSE(card_bytes(text.substr(5)).has_value());
  EXPECT_FALSE(card_bytes("kith:" + std::string(limits::card_text_bytes_max, 'A')).has_value());
}

TEST(Card, with_any_bit_flipped_or_cut_is_refused) {
  Owner ana;
  const auto record = sign_card(ana.card(), ana.person);
  for (std::size_t i = 0; i < record.size() * 8; i += 5) {
    auto bent = record;
    bent[i / 8] ^= static_cast<std::uint8_t>(1U << (i % 8));
    EXPECT_FALSE(open_card(bent).has_value()) << i;
  }
  for (std::size_t size = 0; size < record.size(); size += 9) {
    EXPECT_FALSE(open_card(ByteView{record}.first(size)).has_value());
  }
}

TEST(Card, is_refused_with_the_papers_of_someone_else) {
  Owner ana;
  Owner eve;
  eve.person = crypto::PersonKey::generate(eve.entropy);
  eve.device = crypto::DeviceKey::generate(eve.entropy);
  auto stolen = ana.card();
  stolen.person = eve.person.public_key();
  EXPECT_EQ(open_card(sign_card(stolen, eve.person)).error(), RecordError::persons_differ);
  auto foreign = ana.card();
  foreign.prekeys = eve.card().prekeys;
  EXPECT_EQ(open_card(sign_card(foreign, ana.person)).error(), RecordError::device_not_listed);
}

}  // namespace
}  // namespace kith::wire
