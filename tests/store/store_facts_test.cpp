// Facts: the same contract for both stores.
#include <gtest/gtest.h>

#include "tests/store/store_home.hpp"

namespace kith::store::test {
namespace {

template <class Home>
class StoreFacts : public ::testing::Test {
 protected:
  node::Store& store() { return *home.store; }
  void put(node::Change change) { ASSERT_TRUE(commits(store(), Batch{std::move(change)})); }
  Home home;
};

using Homes = ::testing::Types<MemoryHome, SqliteHome>;
TYPED_TEST_SUITE(StoreFacts, Homes);

TYPED_TEST(StoreFacts, facts_are_kept_by_kind_and_key_and_dropped_one_by_one) {
  this->put(change::PutFact{node::FactKind::owed, bytes("b"), bytes("old")});
  this->put(change::PutFact{node::FactKind::owed, bytes("b"), bytes("new")});
  this->put(change::PutFact{node::FactKind::owed, bytes("a"), {}});
  this->put(change::PutFact{node::FactKind::owed, bytes("c"), bytes("gone")});
  this->put(change::PutFact{node::FactKind::met, bytes("c"), bytes("stays")});
  this->put(change::DropFact{node::FactKind::owed, bytes("c")});
  this->put(change::DropFact{node::FactKind::owed, bytes("never there")});
  this->home.reopen();
  const std::vector<node::Fact> owed{{bytes("a"), {}}, {bytes("b"), bytes("new")}};
  EXPECT_EQ(this->store().facts(node::FactKind::owed).value(), owed);
  EXPECT_EQ(this->store().facts(node::FactKind::met).value().size(), 1U);
  EXPECT_TRUE(this->store().facts(node::FactKind::handed).value().empty());
}

}  // namespace
}  // namespace kith::store::test
