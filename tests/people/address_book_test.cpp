// Where contacts are looked for, in which order, and how seldom where it leads nowhere.
#include "node/address_book.hpp"

#include <gtest/gtest.h>

#include "store/memory_store.hpp"

namespace kith::node {
namespace {

using namespace std::chrono_literals;

constexpr WallTime begin{1'800'000'000'000'000};

class AddressBookTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::vector<std::string> order(WallTime now = begin) const {
    std::vector<std::string> addresses;
    for (const auto& way : book.ways(ana, now)) addresses.push_back(way.address);
    return addresses;
  }
  using Order = std::vector<std::string>;

  PersonId ana{{1}};
  PersonId ben{{2}};
  AddressBook book;
};

TEST_F(AddressBookTest, mine_come_first_then_what_they_say_then_what_they_said) {
  book.told(ana, {"tcp:old:1", "tcp:card:1"}, begin);
  book.told(ana, {"tcp:new:1", "tcp:card:1"}, begin + 1h);
  ASSERT_TRUE(book.add(ana, "tcp:mine:1", begin + 2h).has_value());
  EXPECT_EQ(order(), (Order{"tcp:mine:1", "tcp:new:1", "tcp:card:1", "tcp:old:1"}));
  EXPECT_TRUE(book.ways(ben, begin).empty());
}

TEST_F(AddressBookTest, an_earlier_one_goes_when_it_was_of_no_use_for_long) {
  book.told(ana, {"tcp:a:1", "tcp:b:1"}, begin);
  book.reached(ana, "tcp:b:1", begin + 30 * 24h);
  book.told(ana, {"tcp:c:1"}, begin + 31 * 24h);
  EXPECT_EQ(order(begin + 31 * 24h), (Order{"tcp:c:1", "tcp:b:1", "tcp:a:1"}));
  EXPECT_EQ(order(begin + way_kept_for + 1s), (Order{"tcp:c:1", "tcp:b:1"}));
  EXPECT_EQ(order(begin + 30 * 24h + way_kept_for + 1s), (Order{"tcp:c:1"}));
}

TEST_F(AddressBookTest, of_earlier_ones_so_many_stay_the_best_first) {
  for (int i = 0; i < 20; ++i) {
    book.told(ana, {"tcp:h" + std::to_string(i) + ":1"}, begin + i * 24h);
  }
  const auto ways = order(begin + 20 * 24h);
  ASSERT_EQ(ways.size(), 1 + earlier_ways_max);
  EXPECT_EQ(ways[0], "tcp:h19:1");
  EXPECT_EQ(ways[1], "tcp:h18:1");
}

TEST_F(AddressBookTest, so_much_news_a_day_and_no_more) {
  for (std::size_t i = 0; i < 3 * new_ways_a_day_max; ++i) {
    book.told(ana, {"tcp:h" + std::to_string(i) + ":1"}, begin);
  }
  const auto last = "tcp:h" + std::to_string(new_ways_a_day_max - 1) + ":1";
  EXPECT_EQ(order().front(), last);
  book.told(ana, {"tcp:next-day:1"}, begin + 24h);
  EXPECT_EQ(order(begin + 24h).front(), "tcp:next-day:1");
}

TEST_F(AddressBookTest, what_i_strike_out_does_not_come_back_by_their_word) {
  book.told(ana, {"tcp:a:1", "tcp:b:1"}, begin);
  ASSERT_TRUE(book.forget(ana, "tcp:a:1").has_value());
  book.told(ana, {"tcp:a:1", "tcp:b:1"}, begin + 1h);
  EXPECT_EQ(order(), (Order{"tcp:b:1"}));
  EXPECT_EQ(book.forget(ana, "tcp:a:1").error(), BookError::not_there);
  ASSERT_TRUE(book.add(ana, "tcp:a:1", begin + 2h).has_value());
  EXPECT_EQ(order(), (Order{"tcp:a:1", "tcp:b:1"}));
}

TEST_F(AddressBookTest, mine_and_struck_out_ones_have_their_limits) {
  for (std::size_t i = 0; i < own_ways_max; ++i) {
    ASSERT_TRUE(book.add(ana, "tcp:h" + std::to_string(i) + ":1", begin).has_value());
  }
  EXPECT_EQ(book.add(ana, "tcp:more:1", begin).error(), BookError::too_many);
  EXPECT_TRUE(book.add(ana, "tcp:h0:1", begin).has_value());  // there already
  for (std::size_t i = 0; i < refused_ways_max; ++i) {
    const auto address = "tcp:bad" + std::to_string(i) + ":1";
    book.told(ana, {address}, begin + i * 24h);
    ASSERT_TRUE(book.forget(ana, address).has_value()) << i;
  }
  book.told(ana, {"tcp:last:1"}, begin + 100 * 24h);
  EXPECT_EQ(book.forget(ana, "tcp:last:1").error(), BookError::too_many);
}

TEST_F(AddressBookTest, nobody_makes_me_knock_at_a_strangers_door_for_long) {
  book.told(ana, {"tcp:victim:1"}, begin);
  std::size_t first_day = 0;
  std::size_t in_all = 0;
  for (auto now = begin; now < begin + 90 * 24h; now = now + 1min) {
    if (!book.try_now(ana, "tcp:victim:1", now)) continue;
    ++in_all;
    if (now < begin + 24h) ++first_day;
  }
  EXPECT_LT(first_day, 200U);
  EXPECT_LT(in_all, first_day + 200U);
}

TEST_F(AddressBookTest, where_they_were_lately_and_where_i_say_so_every_try_goes) {
  book.told(ana, {"tcp:good:1"}, begin);
  book.reached(ana, "tcp:good:1", begin + 1h);
  ASSERT_TRUE(book.add(ana, "tcp:mine:1", begin).has_value());
  for (auto now = begin + 1h; now < begin + way_trusted_for; now = now + 1h) {
    EXPECT_TRUE(book.try_now(ana, "tcp:good:1", now));
    EXPECT_TRUE(book.try_now(ana, "tcp:mine:1", now));
  }
  const auto late = begin + 60 * 24h;
  EXPECT_TRUE(book.try_now(ana, "tcp:good:1", late));
  EXPECT_FALSE(book.try_now(ana, "tcp:good:1", late + 23h));
  EXPECT_TRUE(book.try_now(ana, "tcp:good:1", late + 24h));
}

TEST_F(AddressBookTest, it_is_kept_and_read_again) {
  book.told(ana, {"tcp:a:1", "tor:b:1"}, begin);
  book.told(ana, {"tor:b:1"}, begin + 1h);
  ASSERT_TRUE(book.add(ana, "tcp:mine:1", begin).has_value());
  book.reached(ana, "tor:b:1", begin + 2h);
  ASSERT_TRUE(book.forget(ana, "tcp:a:1").has_value());
  store::MemoryStore store;
  ASSERT_TRUE(store.commit(book.take_changes(), Durability::full).has_value());
  EXPECT_TRUE(book.take_changes().empty());
  auto again = AddressBook::open(store);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->ways(ana, begin), book.ways(ana, begin));
  again->told(ana, {"tcp:a:1"}, begin + 3h);
  EXPECT_EQ(again->ways(ana, begin).front().address, "tcp:mine:1");
  EXPECT_EQ(again->ways(ana, begin).size(), 2U);
}

TEST_F(AddressBookTest, a_record_that_is_none_is_passed_over) {
  store::MemoryStore store;
  const Batch batch{change::PutFact{FactKind::ways, {1, 2}, {0x80}},
                    change::PutFact{FactKind::ways,
                                    {ana.view().begin(), ana.view().end()},
                                    {0x83, 0x00, 0x00, 0x19, 0xff, 0xff}}};
  ASSERT_TRUE(store.commit(batch, Durability::full).has_value());
  const auto opened = AddressBook::open(store);
  ASSERT_TRUE(opened.has_value());
  EXPECT_TRUE(opened->ways(ana, begin).empty());
}

}  // namespace
}  // namespace kith::node
