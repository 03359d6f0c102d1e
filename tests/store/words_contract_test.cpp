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
  const auto found = [&] { return this->store().with_words({"apple"}, 9).value().size(); };
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
    return this->store().with_words(words, count).value();
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

TYPED_TEST(WordsContract, forgotten_words_are_not_found_and_others_stay) {
  this->put(entries(1, 0, 1));
  this->put(index(row(at(1, 0), 1, "red green green blue")));
  this->put(index(row(at(1, 1), 2, "red")));
  const change::ForgetWords forget{at(1, 0), "red green green blue"};
  this->put(change::ForgetWords{at(1, 0), "green"});
  this->put(change::ForgetWords{at(1, 0), "never put"});
  this->put(change::ForgetWords{at(1, 7), "red"});
  EXPECT_EQ(this->store().with_words({"blue"}, 9).value(), (std::vector{at(1, 0)}));
  this->put(forget);
  this->put(forget);
  this->put(forget);
  EXPECT_TRUE(this->store().with_words({"green"}, 9).value().empty());
  EXPECT_TRUE(this->store().with_words({"blue"}, 9).value().empty());
  EXPECT_EQ(this->store().with_words({"red"}, 9).value(), (std::vector{at(1, 1)}));
  this->put(index(row(at(1, 0), 1, "blue again")));
  EXPECT_EQ(this->store().with_words({"blue"}, 9).value(), (std::vector{at(1, 0)}));
  ASSERT_TRUE(commits(this->store(), Batch{index(row(at(1, 1), 2, "grey")),
                                           change::ForgetWords{at(1, 1), "red grey"}}));
  EXPECT_TRUE(this->store().with_words({"grey"}, 9).value().empty());
}

}  // namespace
}  // namespace kith::store::test
