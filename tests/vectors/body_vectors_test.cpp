// Bodies have one encoding, for ever: the committed vectors hold, and what is not of its kind's
// form is nothing.
#include "tests/vectors/body_vectors.hpp"

#include <gtest/gtest.h>

#include "kinds/body.hpp"
#include "tests/vectors/vector_json.hpp"
#include "tests/vectors/vector_reader.hpp"

namespace kith::test {
namespace {

json committed_body() { return read_json(source_file("tests/vectors/bodies.json")); }

TEST(BodyVectors, are_written_again_byte_for_byte) {
  EXPECT_EQ(make_body_vectors(), read_text(source_file("tests/vectors/bodies.json")));
}

TEST(BodyVectors, decode_and_encode_to_the_same_bytes) {
  const auto file = committed_body();
  for (const auto& vector : file.at("bodies")) {
    const auto item = hex_field(vector, "body");
    const auto body = kinds::decode_body(number_at(vector, "kind"), item);
    ASSERT_TRUE(body.has_value()) << vector.at("what");
    EXPECT_EQ(kinds::encode_body(*body), item) << vector.at("what");
  }
}

TEST(BodyVectors, of_another_form_are_nothing) {
  const auto file = committed_body();
  for (const auto& vector : file.at("refused").at("bodies")) {
    EXPECT_FALSE(kinds::decode_body(number_at(vector, "kind"), hex_field(vector, "body")))
        << vector.at("what");
  }
}

}  // namespace
}  // namespace kith::test
