// What a Secret promises: wiped, moved, never copied by accident. Refuses to know any use of one.
#include "crypto/secret.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <concepts>
#include <memory>
#include <new>
#include <ostream>
#include <type_traits>
#include <vector>

#include "crypto/init.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::crypto {
namespace {

using test::SeededEntropy;
using Key = Secret<struct ExampleTag, 32>;
using Other = Secret<struct OtherTag, 32>;

template <class T>
concept Printable = requires(std::ostream& stream, const T& value) {
  stream << value;
};

static_assert(!std::is_copy_constructible_v<Key> && !std::is_copy_assignable_v<Key>);
static_assert(std::is_nothrow_move_constructible_v<Key> && std::is_nothrow_move_assignable_v<Key>);
static_assert(!std::equality_comparable<Key> && !std::totally_ordered<Key>);
static_assert(!Printable<Key> && !std::is_default_constructible_v<Key>);
static_assert(!std::is_convertible_v<Key, Other> && !std::is_constructible_v<Other, Key>);

bool all_zero(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

TEST(Secret, is_wiped_when_moved_from) {
  SeededEntropy entropy{1};
  auto first = Key::random(entropy);
  const auto kept = first.clone();

  auto second = std::move(first);
  EXPECT_TRUE(all_zero(first.view()));  // NOLINT(bugprone-use-after-move): the point of the test
  EXPECT_TRUE(constant_time_equal(second, kept));

  auto third = Key::blank();
  third = std::move(second);
  EXPECT_TRUE(all_zero(second.view()));  // NOLINT(bugprone-use-after-move)
  EXPECT_TRUE(constant_time_equal(third, kept));
}

TEST(Secret, survives_being_moved_onto_itself) {
  SeededEntropy entropy{2};
  auto key = Key::random(entropy);
  const auto kept = key.clone();
  auto& same = key;
  key = std::move(same);
  EXPECT_TRUE(constant_time_equal(key, kept));
}

TEST(Secret, is_wiped_when_it_dies) {
  SeededEntropy entropy{3};
  alignas(Key) std::array<std::uint8_t, sizeof(Key)> memory{};
  auto* key = new (memory.data()) Key{Key::random(entropy)};
  EXPECT_FALSE(all_zero(memory));
  std::destroy_at(key);
  EXPECT_TRUE(all_zero(memory));
}

TEST(Secret, takes_exactly_its_size) {
  const ByteVec bytes(33, 7);
  EXPECT_FALSE(Key::from(ByteView{bytes}.first(31)));
  EXPECT_TRUE(Key::from(ByteView{bytes}.first(32)));
  EXPECT_FALSE(Key::from(bytes));
  EXPECT_FALSE(Key::from({}));
}

TEST(Secret, is_filled_in_place_and_compared_in_constant_time) {
  auto left = Key::blank();
  auto right = Key::blank();
  EXPECT_TRUE(constant_time_equal(left, right));
  left.writable()[31] = 1;
  EXPECT_FALSE(constant_time_equal(left, right));
}

TEST(Secret, lives_in_a_vector_that_grows) {
  SeededEntropy entropy{4};
  std::vector<Key> keys;
  std::vector<ByteVec> expected;
  for (int i = 0; i < 50; ++i) {
    keys.push_back(Key::random(entropy));
    expected.emplace_back(keys.back().view().begin(), keys.back().view().end());
  }
  keys.erase(keys.begin());
  expected.erase(expected.begin());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    EXPECT_TRUE(std::ranges::equal(keys[i].view(), expected[i]));
  }
}

TEST(Secret, wipe_zeroes_borrowed_bytes) {
  ByteVec bytes(100, 9);
  wipe(bytes);
  EXPECT_TRUE(all_zero(bytes));
}

TEST(SeededEntropy, gives_the_same_bytes_in_whatever_pieces) {
  SeededEntropy whole{5};
  SeededEntropy pieces{5};
  ByteVec expected(200);
  whole.fill(expected);
  ByteVec got(200);
  pieces.fill(ByteSpan{got}.first(3));
  pieces.fill(ByteSpan{got}.subspan(3, 130));
  pieces.fill(ByteSpan{got}.subspan(133));
  EXPECT_EQ(got, expected);

  SeededEntropy other{6};
  other.fill(got);
  EXPECT_NE(got, expected);
}

TEST(Init, may_be_called_again) {
  init();
  init();
}

}  // namespace
}  // namespace kith::crypto
