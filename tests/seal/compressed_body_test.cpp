// Compressed bodies: smaller where that shows, the same again, and nothing but a map within the
// limits. What a reader refuses stands in tests/vectors/entry.json as well.
#include "seal/compressed_body.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.hpp"
#include "crypto/hash.hpp"
#include "seal/dictionary.hpp"
#include "tests/seeded_entropy.hpp"
#include "tests/shared_data.hpp"
#include "wire/cbor.hpp"
#include "wire/padme.hpp"

namespace kith::seal {
namespace {

ByteVec message(std::string_view text) {
  return wire::CborWriter{}.map(1).key(0).text(text).take();
}

bool is_compressed(ByteView body) { return wire::CborReader::of_item(body).bytes().has_value(); }

// Letters drawn so evenly that compressing takes no more than a fifth off.
std::string dense_text(std::size_t bytes) {
  kith::test::SeededEntropy entropy{3};
  ByteVec drawn(bytes);
  entropy.fill(drawn);
  std::string text;
  for (const auto byte : drawn) text += static_cast<char>('!' + byte % 94);
  return text;
}

void expect_same_again(const ByteVec& item) {
  auto body = compressed_body(item);
  ASSERT_TRUE(decompress_body(body));
  EXPECT_EQ(body, item);
}

const std::string_view words =
    "We meet tomorrow morning at the station, and I bring the keys to the house.";

TEST(CompressedBody, is_smaller_and_the_same_again) {
  const auto item = message(words);
  const auto body = compressed_body(item);
  EXPECT_TRUE(is_compressed(body));
  EXPECT_LT(wire::padded_body_size(body.size()), wire::padded_body_size(item.size()));
  expect_same_again(item);
}

TEST(CompressedBody, stays_as_it_is_where_nobody_would_see_it_smaller) {
  EXPECT_EQ(compressed_body({}), ByteVec{});
  const auto few = message("see you there");
  EXPECT_EQ(compressed_body(few), few);
  kith::test::SeededEntropy entropy{3};
  ByteVec noise(200);
  entropy.fill(noise);
  const auto item = wire::CborWriter{}.map(1).key(0).bytes(noise).take();
  EXPECT_EQ(compressed_body(item), item);
}

// The more of it repeats, the smaller it gets, until that shows in its padded size.
TEST(CompressedBody, stays_as_it_is_until_it_shows) {
  kith::test::SeededEntropy entropy{3};
  ByteVec content(1032);
  entropy.fill(content);
  std::size_t shown = 0;
  for (int i = 0; i < 80; ++i) {
    content.push_back('a');
    const auto item = wire::CborWriter{}.map(1).key(0).bytes(content).take();
    const auto body = compressed_body(item);
    const auto smaller = wire::padded_body_size(body.size()) < wire::padded_body_size(item.size());
    EXPECT_TRUE(smaller ? is_compressed(body) : body == item) << i;
    shown += smaller ? 1 : 0;
  }
  EXPECT_GT(shown, 0U);
  EXPECT_LT(shown, 80U);
}

TEST(CompressedBody, of_every_length_is_the_same_again) {
  std::string text;
  for (int i = 0; i < 700; ++i) {
    expect_same_again(message(text));
    text += words[static_cast<std::size_t>(i * 7) % words.size()];
  }
}

TEST(CompressedBody, in_many_scripts_is_never_larger) {
  for (const auto* text :
       {"غدا صباحا نلتقي في المحطة ثم نذهب معا إلى البيت", "завтра утром встречаемся на вокзале",
        "明天早上我们在车站见面，然后一起去花园", "ሰላም ነገ ጠዋት እንገናኝ", "😀😀😀😀😀😀😀😀"}) {
    const auto item = message(text);
    EXPECT_LE(wire::padded_body_size(compressed_body(item).size()),
              wire::padded_body_size(item.size()));
    expect_same_again(item);
  }
}

TEST(CompressedBody, holds_as_much_as_a_body_may_and_no_more) {
  constexpr std::size_t head = 5;
  const auto most = message(dense_text(limits::body_bytes_max - head));
  EXPECT_TRUE(is_compressed(compressed_body(most)));
  expect_same_again(most);
  auto above = compressed_body(message(dense_text(limits::body_bytes_max - head + 1)));
  EXPECT_TRUE(is_compressed(above));
  EXPECT_FALSE(decompress_body(above));
}

TEST(CompressedBody, is_never_less_than_a_quarter) {
  for (const std::size_t bytes : {100, 1000, 10'000, 60'000}) {
    const auto item = message(std::string(bytes, 'a'));
    EXPECT_EQ(compressed_body(item), item);
  }
}

TEST(CompressedBody, bent_is_refused_or_a_map) {
  const auto whole = compressed_body(message(words));
  for (std::size_t bit = 16; bit < whole.size() * 8; ++bit) {
    auto bent = whole;
    bent[bit / 8] = static_cast<std::uint8_t>(bent[bit / 8] ^ 1U << (bit % 8));
    if (!decompress_body(bent)) continue;
    EXPECT_EQ(wire::cbor_item_size(bent), bent.size()) << "bit " << bit;
  }
}

// As in tests/vectors/entry.json, where each stands within an entry.
TEST(CompressedBody, of_another_form_is_refused) {
  const std::string frame =
      "79bd0100b30105da57bd67e970ada632aa72542739bfffb2c231070bfcec2f1009dc79c04b57cfe6006145b97ea0"
      "26ef99bef6567dcbc1e9b1fc17";
  auto whole = kith::test::from_hex("583c20" + frame);
  EXPECT_TRUE(decompress_body(whole));
  for (const auto& [what, hex] : {
           std::pair{"nothing", std::string{"40"}},
           {"a header cut short", "4120"},
           {"a content of no bytes",
            "4520000100"
            "00"},
           {"a checksum", "583c24" + frame},
           {"no single segment", "583c00" + frame},
           {"a reserved bit", "583c28" + frame},
           {"a content of another size", "583c207a" + frame.substr(2)},
           {"more than four times its bytes",
            "58252095050100f3000326a0ad9ab5aadb556502c71c05fc85e067e41eb9083b177bdea81bb708"},
           {"something behind it", "583d20" + frame + "00"},
           {"an array", "4e20224d00001898200101000d1802"},
       }) {
    auto item = kith::test::from_hex(hex);
    ASSERT_EQ(wire::cbor_item_size(item), item.size()) << what;
    EXPECT_FALSE(decompress_body(item)) << what;
  }
}

// Whoever reads with another dictionary reads something else.
TEST(CompressedBody, has_one_dictionary_for_ever) {
  EXPECT_EQ(dictionary().size(), 8909U);
  EXPECT_EQ(to_hex(crypto::hash<Link>("kith/1 test", {dictionary()}).view()),
            "35591f3a76db04aacfecf5925dc17435d9d7b4ff07f61514888cc51daf41323e");
}

}  // namespace
}  // namespace kith::seal
