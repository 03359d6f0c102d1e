// A recovery key on paper: each slip is told apart from a key that opens nothing.
#include "wire/recovery_text.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "tests/seeded_entropy.hpp"

namespace kith::wire {
namespace {

using Error = RecoveryTextError;

struct RecoveryText : ::testing::Test {
  test::SeededEntropy entropy{5};
  PersonId ana{{1, 2, 3, 4, 5, 6, 7, 8, 9}};
  crypto::RecoverySecret key = crypto::RecoverySecret::generate(entropy);
  std::string text = recovery_text(ana, key);

  [[nodiscard]] std::optional<Error> refused(const std::string& typed) const {
    const auto read = read_recovery_text(ana, typed);
    return read ? std::nullopt : std::optional{read.error()};
  }
};

TEST_F(RecoveryText, is_read_as_it_was_written) {
  const auto read = read_recovery_text(ana, text);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->public_key(), key.public_key());
  EXPECT_EQ(text.size(), 14U + 72U + 12U);  // three lines of four groups
}

TEST_F(RecoveryText, capitals_and_gaps_do_not_count) {
  auto typed = text;
  for (auto& letter : typed) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    if (letter == ' ') letter = '-';
    if (letter == '\n') letter = '\t';
  }
  EXPECT_EQ(refused(typed + "\r\n"), std::nullopt);
}

TEST_F(RecoveryText, one_letter_that_differs_is_a_slip_wherever_it_is) {
  for (std::size_t i = 14; i < text.size(); ++i) {
    if (text[i] == ' ' || text[i] == '\n') continue;
    auto typed = text;
    typed[i] = typed[i] == 'k' ? 'h' : 'k';
    EXPECT_EQ(refused(typed), Error::mistyped) << i;
    typed[i] = '8';  // is no letter of these
    EXPECT_EQ(refused(typed), Error::mistyped) << i;
  }
}

TEST_F(RecoveryText, a_part_of_it_is_cut) {
  for (std::size_t size = 14; size < text.size(); ++size) {
    EXPECT_EQ(refused(text.substr(0, size)), Error::cut) << size;
  }
  EXPECT_EQ(refused(text + "a"), Error::cut);
}

TEST_F(RecoveryText, what_is_none_is_told_apart_from_one_of_somebody_else) {
  EXPECT_EQ(refused(""), Error::no_key);
  EXPECT_EQ(refused("kith:abcdef"), Error::no_key);
  EXPECT_EQ(refused(text.substr(1)), Error::no_key);
  const std::string gaps(limits::recovery_text_bytes_max - text.size(), ' ');
  EXPECT_EQ(refused(text + gaps), std::nullopt);
  EXPECT_EQ(refused(text + gaps + " "), Error::no_key);
  EXPECT_EQ(refused(recovery_text(PersonId{{9}}, key)), Error::other_person);
}

}  // namespace
}  // namespace kith::wire
