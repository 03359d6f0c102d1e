// When what sessions brought has to be on the disk.
#include "node/owed_flush.hpp"

#include <gtest/gtest.h>

namespace kith::node {
namespace {

Turn saying(ByteVec bytes) { return {.send = std::move(bytes), .more = true}; }

TEST(OwedFlush, falls_due_as_something_is_said_until_it_is_done) {
  OwedFlush owed;
  owed.committed(Durability::before_sending);
  owed.committed(Durability::before_sending);
  EXPECT_FALSE(owed.falls_due(saying({})));
  EXPECT_TRUE(owed.falls_due(saying({1})));
  EXPECT_TRUE(owed.falls_due(saying({1})));  // it failed
  owed.flushed();
  EXPECT_FALSE(owed.falls_due(saying({1})));
}

TEST(OwedFlush, falls_due_where_a_session_waits_though_it_says_nothing) {
  OwedFlush owed;
  owed.committed(Durability::before_sending);
  EXPECT_TRUE(owed.falls_due(Turn{}));
}

TEST(OwedFlush, stays_owed_behind_a_lazy_commit_and_goes_with_a_full_one) {
  OwedFlush owed;
  owed.committed(Durability::lazy);
  EXPECT_FALSE(owed.falls_due(saying({1})));
  owed.committed(Durability::before_sending);
  owed.committed(Durability::lazy);
  EXPECT_TRUE(owed.falls_due(saying({1})));
  owed.committed(Durability::before_sending);
  owed.committed(Durability::full);
  EXPECT_FALSE(owed.falls_due(saying({1})));
}

}  // namespace
}  // namespace kith::node
