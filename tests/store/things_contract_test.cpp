// Things are found by circle and kind, alike in both stores; an older store finds those that came
// before, once everything was indexed again.
#include <gtest/gtest.h>

#include "store/row_id.hpp"
#include "store/schema.hpp"
#include "tests/store/store_home.hpp"

namespace kith::store::test {
namespace {

template <class Home>
class ThingsContract : public StoreContract<Home> {};
TYPED_TEST_SUITE(ThingsContract, Homes);

node::IndexRow thing(EntryKey entry, std::uint64_t kind, std::uint32_t circle = 1) {
  auto made = row(entry, 5);
  made.circle = {circle};
  made.thing = kind;
  return made;
}

TYPED_TEST(ThingsContract, are_found_by_circle_and_kind_and_words_are_none) {
  this->put(entries(1, 0, 3));
  this->put(entries(2, 0, 1));
  constexpr auto far = ~std::uint64_t{0};
  this->put(change::PutIndex{
      {1}, {0}, {3}, {thing(at(1, 0), 4), row(at(1, 1), 6), thing(at(1, 2), far)}});
  this->put(change::PutIndex{{2}, {0}, {1}, {thing(at(2, 0), 4), thing(at(2, 1), 4, 2)}});
  this->home.reopen();
  const auto& store = this->store();
  EXPECT_EQ(store.things({1}, 4).value(), (std::vector{at(1, 0), at(2, 0)}));
  EXPECT_EQ(store.things({2}, 4).value(), (std::vector{at(2, 1)}));
  EXPECT_EQ(store.things({1}, far).value(), (std::vector{at(1, 2)}));
  EXPECT_TRUE(store.things({1}, 1).value().empty());
}

TYPED_TEST(ThingsContract, are_there_once_however_often_they_are_indexed) {
  this->put(entries(1, 0, 0));
  this->put(index(thing(at(1, 0), 4)));
  this->put(change::QueueIndex{{1}, {0}, {0}});
  this->put(index(thing(at(1, 0), 4)));
  EXPECT_EQ(this->store().things({1}, 4).value(), (std::vector{at(1, 0)}));
}

// A store of the third release: with spans, and words that were put.
TEST(Schema, of_an_older_store_is_indexed_again_from_its_beginning) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &handle), SQLITE_OK);
  store::Connection connection{handle};
  ASSERT_EQ(migrate(connection, schema_steps().first(3)), SQLITE_OK);
  const auto id = std::to_string(row_id(at(3, 7)));
  const auto fill = "INSERT INTO span VALUES(" + id + ", 20, x'00', x'00');" +
                    "INSERT INTO unworded VALUES(" + id + ", 9);" + "INSERT INTO waiting VALUES(" +
                    std::to_string(row_id(at(3, 12))) + ", 14);" +
                    "INSERT INTO words(rowid, text) VALUES(" + id + ", 'apple');";
  ASSERT_EQ(connection.run(fill.c_str()), SQLITE_OK);
  ASSERT_EQ(migrate(connection, schema_steps()), SQLITE_OK);
  auto waiting = connection.use("SELECT id, last FROM waiting");
  ASSERT_TRUE(waiting.row());
  EXPECT_EQ(key_at(waiting.integer(0)), at(3, 7));
  EXPECT_EQ(waiting.integer(1), 19);
  EXPECT_FALSE(waiting.row());
  auto words = connection.use("SELECT count(*) FROM words WHERE words MATCH 'apple'");
  ASSERT_TRUE(words.row());
  EXPECT_EQ(words.integer(0), 0);
  auto unworded = connection.use("SELECT count(*) FROM unworded");
  ASSERT_TRUE(unworded.row());
  EXPECT_EQ(unworded.integer(0), 0);
}

}  // namespace
}  // namespace kith::store::test
