// What opens with a recovery key today opens with it in years: the committed vectors hold.
// Source: docs/protocol.md §5.5.
#include "tests/vectors/recovery_vectors.hpp"

#include <gtest/gtest.h>

#include "node/self.hpp"
#include "seal/box.hpp"
#include "tests/vectors/vector_json.hpp"
#include "wire/recovery_text.hpp"

namespace kith::test {
namespace {

json committed_recovery() { return read_json(source_file("tests/vectors/recovery.json")); }

std::optional<wire::Handover> opened_by_key(const json& vector) {
  const seal::BoxPlace place{fixed_at<CircleId>(vector, "circle"),
                             fixed_at<PersonId>(vector, "author"),
                             fixed_at<LogId>(vector, "log"),
                             {static_cast<std::uint32_t>(number_at(vector, "epoch"))},
                             {number_at(vector, "seq")}};
  const auto key = crypto::RecoverySecret::from(hex_field(vector, "secret")).value();
  const auto own = seal::PairSecret::from(hex_field(vector, "own")).value();
  const auto box = hex_field(vector, "box");
  return seal::open_box(place, key, own, box);
}

TEST(RecoveryVectors, are_written_again_byte_for_byte) {
  EXPECT_EQ(make_recovery_vectors(), read_text(source_file("tests/vectors/recovery.json")));
}

TEST(RecoveryVectors, a_text_is_its_key) {
  const auto file = committed_recovery();
  for (const auto& vector : file.at("recovery_keys")) {
    const auto person = fixed_at<PersonId>(vector, "person");
    const auto key = wire::read_recovery_text(person, vector.at("text").get<std::string>());
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(to_hex(key->view()), vector.at("secret"));
    EXPECT_EQ(to_hex(key->public_key().view()), vector.at("public"));
    EXPECT_EQ(wire::recovery_text(person, *key), vector.at("text"));
    for (const auto& text : vector.at("texts")) {
      EXPECT_TRUE(wire::read_recovery_text(person, text.get<std::string>())) << text;
    }
  }
  for (const auto& vector : file.at("refused").at("recovery_keys")) {
    const auto person = fixed_at<PersonId>(vector, "person");
    EXPECT_FALSE(wire::read_recovery_text(person, vector.at("text").get<std::string>()))
        << vector.at("what");
  }
}

TEST(RecoveryVectors, a_box_opens_with_the_key_alone_that_it_is_for) {
  const auto file = committed_recovery();
  for (const auto& vector : file.at("recovery_boxes")) {
    const auto opened = opened_by_key(vector);
    ASSERT_TRUE(opened.has_value());
    auto plain = wire::encode_handover(*opened);
    const auto padded = hex_field(vector, "handover");
    plain.resize(padded.size());
    EXPECT_EQ(plain, padded);
  }
  for (const auto& vector : file.at("refused").at("recovery_boxes")) {
    EXPECT_FALSE(opened_by_key(vector)) << vector.at("what");
  }
}

TEST(RecoveryVectors, one_key_at_most_is_in_force) {
  const auto file = committed_recovery();
  for (const auto& vector : file.at("recovery_in_force")) {
    const auto wanted = hex_field(vector, "key");
    for (const bool backwards : {false, true}) {
      auto said = vector.at("said").get<std::vector<json>>();
      if (backwards) std::ranges::reverse(said);
      node::Self self;
      for (const auto& one : said) {
        const auto body = kinds::decode_body(44, hex_field(one, "body"));
        ASSERT_TRUE(body.has_value());
        const WallTime time{static_cast<std::int64_t>(number_at(one, "time"))};
        self.take(*body, time, fixed_at<Reference>(one, "reference"), {});
      }
      const auto* left = self.recovery();
      EXPECT_EQ(left == nullptr ? ByteVec{} : ByteVec(left->raw.begin(), left->raw.end()), wanted)
          << vector.at("what");
    }
  }
}

}  // namespace
}  // namespace kith::test
