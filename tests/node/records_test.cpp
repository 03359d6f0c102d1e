// The store's port compiles by itself, and its keys sort as the stores must keep them.
#include <gtest/gtest.h>

#include "node/store.hpp"

namespace kith::node {
namespace {

TEST(EntryKey, sorts_by_strand_and_then_by_seq) {
  const EntryKey early{{1}, {900}};
  const EntryKey late{{2}, {0}};
  EXPECT_LT(early, late);
  EXPECT_LT(late, (EntryKey{{2}, {1}}));
}

TEST(ShownKey, sorts_by_display_order_first) {
  EXPECT_LT((ShownKey{1, {{9}, {9}}}), (ShownKey{2, {{0}, {0}}}));
}

}  // namespace
}  // namespace kith::node
