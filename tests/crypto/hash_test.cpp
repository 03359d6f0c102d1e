// Hashes and derivations: parts, contexts and sizes. Their values are frozen in
// own_vectors_test.cpp.
#include "crypto/hash.hpp"

#include <gtest/gtest.h>

#include <set>

#include "crypto/kdf.hpp"
#include "crypto/secret.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::crypto {
namespace {

using Key = Secret<struct ExampleTag, 32>;

static_assert(std::is_constructible_v<Context, const char (&)[2]>);
static_assert(std::is_constructible_v<Context, const char (&)[17]>);

Key key_of(std::uint8_t fill) { return *Key::from(ByteVec(32, fill)); }

TEST(Hash, joins_its_parts) {
  const auto whole = hash<Link>("test", {as_bytes("onetwothree")});
  EXPECT_EQ(hash<Link>("test", {as_bytes("one"), as_bytes("two"), as_bytes("three")}), whole);
  EXPECT_EQ(hash<Link>("test", {as_bytes("one"), {}, as_bytes("twothree")}), whole);
  EXPECT_EQ(Hasher{"test"}.add(as_bytes("onet")).add({}).add(as_bytes("wothree")).finish<Link>(),
            whole);
  EXPECT_EQ(hash<Link>("test", {}), hash<Link>("test", {ByteView{}, ByteView{}}));
}

TEST(Hash, differs_by_context_and_key) {
  const auto key = key_of(1);
  const std::set<Link> all{
      hash<Link>("a", {as_bytes("x")}),
      hash<Link>("b", {as_bytes("x")}),
      hash<Link>("sixteen bytes ok", {as_bytes("x")}),
      keyed_hash<Link>("a", key.view(), {as_bytes("x")}),
      keyed_hash<Link>("b", key.view(), {as_bytes("x")}),
      keyed_hash<Link>("a", key_of(2).view(), {as_bytes("x")}),
  };
  EXPECT_EQ(all.size(), 6u);
}

TEST(Hash, keyed_is_the_same_in_one_call_and_in_pieces) {
  const auto key = key_of(3);
  const auto once = keyed_hash<BodyHash>("k", key.view(), {as_bytes("some body")});
  EXPECT_EQ(keyed_hash<BodyHash>("k", key.view(), {as_bytes("some"), as_bytes(" body")}), once);
  Hasher hasher{"k", key.view()};
  hasher.add(as_bytes("some body"));
  EXPECT_EQ(hasher.finish<BodyHash>(), once);
}

TEST(Hash, makes_secrets_too) {
  const auto secret = hash<Key>("s", {as_bytes("x")});
  EXPECT_EQ(to_hex(secret.view()), to_hex(hash<Link>("s", {as_bytes("x")}).view()));
}

TEST(Hash, stops_on_a_key_of_another_size_and_on_a_second_finish) {
  const ByteVec bytes(33);
  EXPECT_DEATH((void)keyed_hash<Link>("k", ByteView{bytes}.first(31), {}), "rule of the program");
  EXPECT_DEATH((void)keyed_hash<Link>("k", bytes, {}), "rule of the program");
  EXPECT_DEATH((void)keyed_hash<Link>("k", {}, {}), "rule of the program");
  Hasher hasher{"k"};
  (void)hasher.finish<Link>();
  EXPECT_DEATH((void)hasher.finish<Link>(), "rule of the program");
  EXPECT_DEATH(hasher.add(bytes), "rule of the program");
}

TEST(Kdf, children_differ_by_key_context_number_and_length) {
  const auto key = key_of(1);
  std::set<std::string> all;
  const auto child = [&](const Key& parent, const KdfContext& context, std::uint64_t id,
                         std::size_t size) {
    ByteVec out(size);
    derive(parent.view(), context, id, out);
    all.insert(to_hex(ByteView{out}.first(16)));
  };
  child(key, "contexta", 0, 32);
  child(key, "contextb", 0, 32);
  child(key, "contexta", 1, 32);
  child(key, "contexta", std::uint64_t{1} << 63, 32);
  child(key, "contexta", 0, 16);
  child(key, "contexta", 0, 64);
  child(key_of(2), "contexta", 0, 32);
  EXPECT_EQ(all.size(), 7u);
}

TEST(Kdf, gives_16_to_64_bytes) {
  const auto key = key_of(1);
  ByteVec out(65);
  derive(key.view(), "contexta", 0, ByteSpan{out}.first(16));
  derive(key.view(), "contexta", 0, ByteSpan{out}.first(64));
  EXPECT_DEATH(derive(key.view(), "contexta", 0, ByteSpan{out}.first(15)), "rule of the program");
  EXPECT_DEATH(derive(key.view(), "contexta", 0, out), "rule of the program");
  EXPECT_DEATH(derive(key.view().first(31), "contexta", 0, ByteSpan{out}.first(32)),
               "rule of the program");
  const auto typed = derive<Key>(key.view(), "contexta", 5);
  derive(key.view(), "contexta", 5, ByteSpan{out}.first(32));
  EXPECT_EQ(to_hex(typed.view()), to_hex(ByteView{out}.first(32)));
}

}  // namespace
}  // namespace kith::crypto
