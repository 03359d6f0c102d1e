// What SQLite does not prepare, as of a damaged page or a failed read, is an error and no more.
#include "store/statement.hpp"

#include <gtest/gtest.h>

namespace kith::store {
namespace {

constexpr std::string_view ask_all = "SELECT no_such_thing FROM nowhere";

sqlite3* opened() {
  sqlite3* handle = nullptr;
  EXPECT_EQ(sqlite3_open(":memory:", &handle), SQLITE_OK);
  return handle;
}

TEST(StatementTest, what_cannot_be_prepared_fails_each_time_it_is_asked) {
  Connection connection{opened()};
  for (int i = 0; i < 3; ++i) {
    auto statement = connection.use(ask_all);
    (void)statement.with();
    EXPECT_FALSE(statement.row());
    EXPECT_NE(statement.code(), SQLITE_OK);
  }
}

TEST(StatementTest, what_could_not_be_prepared_once_is_tried_again) {
  Connection connection{opened()};
  EXPECT_FALSE(connection.use(ask_all).row());
  EXPECT_EQ(connection.run("CREATE TABLE nowhere(no_such_thing); INSERT INTO nowhere VALUES(1)"),
            SQLITE_OK);
  auto statement = connection.use(ask_all);
  EXPECT_TRUE(statement.row());
}

}  // namespace
}  // namespace kith::store
