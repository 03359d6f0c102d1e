// The committed cards are read and say what they say, those that are to be refused are, and the
// program that wrote them would write them again.
// Source: docs/protocol.md §9, §12.
#include "tests/vectors/card_vectors.hpp"

#include <gtest/gtest.h>

#include "node/tie.hpp"
#include "node/words.hpp"
#include "tests/vectors/vector_json.hpp"
#include "tests/vectors/vector_reader.hpp"
#include "wire/card.hpp"

namespace kith::test {
namespace {

json committed_cards() { return read_json(source_file("tests/vectors/cards.json")); }

void expect_face(const wire::Face& face, const json& wanted) {
  EXPECT_EQ(face.person, fixed_at<PersonId>(wanted, "person"));
  EXPECT_EQ(to_hex(face.device_list), wanted.at("device_list"));
  ASSERT_EQ(face.prekeys.size(), wanted.at("prekeys").size());
  for (std::size_t i = 0; i < face.prekeys.size(); ++i) {
    EXPECT_EQ(to_hex(face.prekeys[i]), wanted.at("prekeys")[i]);
  }
  EXPECT_EQ(face.secret_id, fixed_at<PairId>(wanted, "secret_id"));
  EXPECT_EQ(json(face.ways), wanted.at("ways"));
  EXPECT_EQ(face.name, wanted.at("name"));
  EXPECT_EQ(static_cast<std::uint64_t>(face.made.micros), number_at(wanted, "made"));
}

TEST(CardVectors, are_written_again_byte_for_byte) {
  const auto file = read_text(source_file("tests/vectors/cards.json"));
  EXPECT_TRUE(make_card_vectors() == file) << "run make_card_vectors, if this was on purpose";
}

TEST(CardVectors, are_read_and_say_what_they_say) {
  const auto file = committed_cards();
  for (const auto& vector : file.at("cards")) {
    SCOPED_TRACE(vector.at("what"));
    const auto bytes = wire::card_bytes(vector.at("text").get<std::string>());
    ASSERT_TRUE(bytes.has_value());
    EXPECT_EQ(*bytes, hex_field(vector, "card"));
    const auto card = wire::open_card(*bytes);
    ASSERT_TRUE(card.has_value());
    EXPECT_EQ(to_hex(card->secret.view()), vector.at("secret"));
    expect_face(card->face, vector);
  }
  for (const auto& vector : file.at("faces")) {
    const auto face = wire::open_face(hex_field(vector, "record"));
    ASSERT_TRUE(face.has_value());
    expect_face(*face, vector);
  }
}

TEST(CardVectors, refuse_one_for_each_rule) {
  const auto file = committed_cards().at("refused");
  for (const auto& vector : file.at("cards")) {
    const auto bytes = wire::card_bytes(vector.at("text").get<std::string>());
    EXPECT_FALSE(bytes && wire::open_card(*bytes)) << vector.at("what");
  }
  for (const auto& vector : file.at("faces")) {
    EXPECT_FALSE(wire::open_face(hex_field(vector, "record"))) << vector.at("what");
  }
}

TEST(CardVectors, two_people_have_words_to_compare_and_a_tie) {
  const auto file = committed_cards();
  for (const auto& vector : file.at("pairs")) {
    const auto one = fixed_at<PersonId>(vector, "one");
    const auto other = fixed_at<PersonId>(vector, "other");
    EXPECT_EQ(node::words_between(one, other), vector.at("words"));
    EXPECT_EQ(node::tie_of(one, other), fixed_at<CircleId>(vector, "tie"));
  }
}

}  // namespace
}  // namespace kith::test
