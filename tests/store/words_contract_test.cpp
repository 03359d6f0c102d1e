// Words are found alike in both stores, come later, and are forgotten.
#include <gtest/gtest.h>

#include "tests/store/store_home.hpp"

namespace kith::store::test {
namespace {

template <class Home>
class WordsContract : public StoreContract<Home> {};
TYPED_TEST_SUITE(WordsContract, Homes);

TYPED_TEST(WordsContract, words_may_come_after_their_entries_are_indexed) {
  this->put(entries(1, 0, 9));
  change::PutIndex put{{1}, {0}, {9}, {row(at(1, 3), 5)}};
  put.words_wait = true;
  this->put(put);
  const auto found = [&] { return found_in(this->store(), {"apple"}, 9).size(); };
  EXPECT_TRUE(this->store().unindexed().value().empty());
  EXPECT_EQ(this->store().unworded().value(), (std::vector{node::WaitingRun{{1}, {0}, {9}}}));
  EXPECT_EQ(found(), 0U);
  this->put(change::PutWords{{1}, {0}, {5}, {{at(1, 3), "an apple"}}});
  EXPECT_EQ(found(), 1U);
  this->home.reopen();
  EXPECT_EQ(this->store().unworded().value(), (std::vector{node::WaitingRun{{1}, {6}, {9}}}));
  EXPECT_EQ(found(), 1U);
}

TYPED_TEST(WordsContract, words_are_found_folded_whole_or_by_their_beginning) {
  this->put(entries(1, 0, 2));
  this->put(entries(3, 0, 0));
  this->put(index(row(at(1, 0), 1, "The Caf\xc3\xa9 opens at nine, don't be late")));
  this->put(index(row(at(1, 1), 2, "a cafeteria; nine people")));
  this->put(index(row(at(3, 0), 3, "cafe \"quoted\" OR nothing*")));
  const auto found = [&](const std::vector<std::string>& words, std::size_t count = 9) {
    return found_in(this->store(), words, count);
  };
  EXPECT_EQ(found({"cafe"}), (std::vector{at(3, 0), at(1, 0)}));
  EXPECT_EQ(found({"CAF\xc3\x89"}), (std::vector{at(3, 0), at(1, 0)}));
  EXPECT_EQ(found({"caf*"}), (std::vector{at(3, 0), at(1, 1), at(1, 0)}));
  EXPECT_EQ(found({"caf*"}, 2), (std::vector{at(3, 0), at(1, 1)}));
  EXPECT_EQ(found({"nine", "opens"}), (std::vector{at(1, 0)}));
  EXPECT_EQ(found({"don't"}), (std::vector{at(1, 0)}));
  EXPECT_EQ(found({"don't*"}), (std::vector{at(1, 0)}));
  EXPECT_EQ(found({"OR"}), (std::vector{at(3, 0)}));
  EXPECT_TRUE(found({"caf"}).empty());
  EXPECT_TRUE(found({}).empty());
  EXPECT_TRUE(found({"*", "\"", "!?"}).empty());
  EXPECT_EQ(found({"\"quoted\" AND (nothing"}), (std::vector<EntryKey>{}));
  EXPECT_EQ(found({"quoted nothing"}), (std::vector{at(3, 0)}));
  EXPECT_EQ(found({"text:nine"}), (std::vector<EntryKey>{}));
}

TYPED_TEST(WordsContract, are_found_within_a_span_of_keys) {
  this->put(entries(1, 0, 9));
  this->put(entries(2, 0, 9));
  for (std::uint64_t seq = 0; seq < 10; ++seq) {
    this->put(index(row(at(1, seq), 1, seq % 2 == 0 ? "red blue" : "red")));
    this->put(index(row(at(2, seq), 1, "blue")));
  }
  const auto found = [&](const std::vector<std::string>& words, EntryKey first, EntryKey last,
                         std::size_t count = 99) {
    return found_in(this->store(), words, count, node::KeySpan{first, last});
  };
  EXPECT_EQ(found({"red"}, at(1, 3), at(1, 5)), (std::vector{at(1, 5), at(1, 4), at(1, 3)}));
  EXPECT_EQ(found({"red", "blue"}, at(1, 3), at(1, 7)), (std::vector{at(1, 6), at(1, 4)}));
  EXPECT_EQ(found({"blue"}, at(1, 8), at(2, 1)), (std::vector{at(2, 1), at(2, 0), at(1, 8)}));
  EXPECT_EQ(found({"blue"}, at(1, 8), at(2, 1), 2), (std::vector{at(2, 1), at(2, 0)}));
  EXPECT_TRUE(found({"red"}, at(2, 0), at(2, 9)).empty());
}

TYPED_TEST(WordsContract, a_beginning_of_too_many_words_is_left_to_opening) {
  constexpr auto most = node::words_beginning_max;
  this->put(entries(1, 0, most));
  const auto word = [](std::size_t n) { return "ab" + std::to_string(100 + n); };
  for (std::size_t n = 0; n < most; ++n) this->put(index(row(at(1, n), 1, word(n) + " red")));
  const auto some = this->store().sought({"ab*", "red"}).value();
  EXPECT_FALSE(some.leaves_out);
  ASSERT_EQ(some.lists.size(), 2U);
  EXPECT_EQ(some.lists.front().size(), most);
  EXPECT_EQ(found_in(this->store(), {"ab*", "red"}, 99).size(), most);
  this->put(index(row(at(1, most), 1, word(most) + " red")));
  const auto too_many = this->store().sought({"ab*", "red"}).value();
  EXPECT_TRUE(too_many.leaves_out);
  EXPECT_EQ(too_many.lists, (std::vector<std::vector<std::string>>{{"red"}}));
  EXPECT_TRUE(found_in(this->store(), {"none*"}, 9).empty());
  EXPECT_FALSE(this->store().sought({"none*"}).value().leaves_out);
}

TYPED_TEST(WordsContract, a_text_holds_words_as_the_index_finds_them) {
  const auto holds = [&](const std::vector<std::string>& typed) {
    return this->store().holds_words("The Caf\xc3\xa9 opens at nine, don't be late", typed);
  };
  EXPECT_TRUE(holds({"cafe", "OPENS"}));
  EXPECT_TRUE(holds({"caf*", "don't"}));
  EXPECT_FALSE(holds({"caf"}));
  EXPECT_FALSE(holds({"cafe", "ten"}));
  EXPECT_FALSE(holds({"z*"}));
}

TYPED_TEST(WordsContract, forgotten_words_are_not_found_and_others_stay) {
  this->put(entries(1, 0, 1));
  this->put(index(row(at(1, 0), 1, "red green green blue")));
  this->put(index(row(at(1, 1), 2, "red")));
  const change::ForgetWords forget{at(1, 0), "red green green blue"};
  this->put(change::ForgetWords{at(1, 0), "green"});
  this->put(change::ForgetWords{at(1, 0), "never put"});
  this->put(change::ForgetWords{at(1, 7), "red"});
  EXPECT_EQ(found_in(this->store(), {"blue"}, 9), (std::vector{at(1, 0)}));
  this->put(forget);
  this->put(forget);
  this->put(forget);
  EXPECT_TRUE(found_in(this->store(), {"green"}, 9).empty());
  EXPECT_TRUE(found_in(this->store(), {"blue"}, 9).empty());
  EXPECT_EQ(found_in(this->store(), {"red"}, 9), (std::vector{at(1, 1)}));
  this->put(index(row(at(1, 0), 1, "blue again")));
  EXPECT_EQ(found_in(this->store(), {"blue"}, 9), (std::vector{at(1, 0)}));
  ASSERT_TRUE(commits(this->store(), Batch{index(row(at(1, 1), 2, "grey")),
                                           change::ForgetWords{at(1, 1), "red grey"}}));
  EXPECT_TRUE(found_in(this->store(), {"grey"}, 9).empty());
}

}  // namespace
}  // namespace kith::store::test
