// What a flush makes durable, and what a store does after one that failed.
#include <gtest/gtest.h>

#include "tests/store/store_home.hpp"

namespace kith::store {
namespace {

using node::Durability;
using test::at;
using test::commits;
using test::entries;
using test::SqliteHome;

constexpr std::uint64_t losses = 40;  // of power, each with what was not flushed torn otherwise

bool holds(SqliteHome& home, node::EntryKey key) {
  return home.store->entry(key).value().has_value();
}

void comes_in_three_parts(SqliteHome& home) {
  for (const std::uint64_t seq : {0, 1, 2}) {
    const auto durability = seq == 2 ? Durability::lazy : Durability::before_sending;
    ASSERT_TRUE(commits(*home.store, {entries(1, seq, seq)}, durability));
  }
}

TEST(StoreFlush, all_that_was_committed_survives_power_loss_after_it) {
  for (std::uint64_t seed = 0; seed < losses; ++seed) {
    SqliteHome home;
    comes_in_three_parts(home);
    const auto syncs = home.disk.counts().syncs;
    ASSERT_TRUE(home.store->flush());
    EXPECT_EQ(home.disk.counts().syncs, syncs + 1);
    ASSERT_TRUE(home.store->flush());  // nothing is left to do
    EXPECT_EQ(home.disk.counts().syncs, syncs + 1);
    home.disk.power_loss(seed);
    home.reopen();
    for (const std::uint64_t seq : {0, 1, 2}) EXPECT_TRUE(holds(home, at(1, seq)));
  }
}

TEST(StoreFlush, without_it_the_end_may_be_lost_and_never_the_beginning_alone) {
  std::size_t lost = 0;
  for (std::uint64_t seed = 0; seed < losses; ++seed) {
    SqliteHome home;
    comes_in_three_parts(home);
    home.disk.power_loss(seed);
    home.reopen();
    lost += holds(home, at(1, 1)) ? 0 : 1;
    EXPECT_TRUE(holds(home, at(1, 0)) || !holds(home, at(1, 1)));
    EXPECT_TRUE(holds(home, at(1, 1)) || !holds(home, at(1, 2)));
  }
  EXPECT_GT(lost, 0U);
}

// SQLite flushes nothing where a transaction changes nothing.
TEST(StoreFlush, a_full_commit_that_changes_nothing_takes_along_what_came_before) {
  const auto changes_nothing = {node::Batch{}, node::Batch{node::change::DropHead{at(1, 2)}}};
  for (const auto& batch : changes_nothing) {
    SqliteHome home;
    comes_in_three_parts(home);
    ASSERT_TRUE(commits(*home.store, batch));
    home.disk.power_loss(7);
    home.reopen();
    EXPECT_TRUE(holds(home, at(1, 2)));
  }
}

TEST(StoreFlush, after_one_that_failed_nothing_more_is_committed) {
  SqliteHome home;
  comes_in_three_parts(home);
  home.disk.faults.sync_fails_at = home.disk.counts().syncs + 1;
  EXPECT_EQ(home.store->flush().error(), node::StoreError::io);
  EXPECT_FALSE(commits(*home.store, {entries(1, 3, 3)}));
  EXPECT_FALSE(home.store->flush());
}

}  // namespace
}  // namespace kith::store
