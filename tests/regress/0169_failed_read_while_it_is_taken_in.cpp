// One read of the disk failed while a range was taken in: its entries were held in memory and in no
// store. The node went on, said in the next session that it holds them, and its author never sent
// them again; with the next entry the hole was kept. Such a node says that it is spent, and whoever
// runs it opens another.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

/// A disk of which one read fails.
class FailingStore : public store::MemoryStore {
 public:
  [[nodiscard]] Read<std::optional<HeadRecord>> head_from(StrandNumber strand,
                                                          Seq seq) const override {
    if (std::exchange(fails, false)) return Fail{StoreError::io};
    return MemoryStore::head_from(strand, seq);
  }
  mutable bool fails = false;
};

struct FailedRead : ::testing::Test {
  FailedRead() {
    auto store = std::make_unique<FailingStore>();
    disk = store.get();
    ben.node.reset();
    ben.store = std::move(store);
    ben.node = ben.take(Node::begin(*ben.store, ben.entropy, "Ben", ben.now));
    meet_by_cards(ana, ben);
    include(ana, garden, ben);
    ana.say(garden, "one");
    (void)sync(ana, ben);
    ana.say(garden, "two");
    more = ranges(ana, garden, 2);
  }

  Person ana{"Ana", 21};
  Person ben{"Ben", 22};
  FailingStore* disk{};
  CircleNumber garden = ana.circle("garden");
  std::vector<ByteVec> more;
};

TEST_F(FailedRead, leaves_a_node_of_no_use) {
  EXPECT_FALSE(ben.node->is_spent());
  disk->fails = true;
  const auto taken = ben.node->take_range(more.front(), ben.tick());
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error(), Refusal::store_failed);
  EXPECT_TRUE(ben.node->is_spent());
}

TEST_F(FailedRead, takes_nothing_from_the_node_that_is_opened_then) {
  disk->fails = true;
  ASSERT_FALSE(ben.node->take_range(more.front(), ben.tick()).has_value());
  ben.reopen();
  (void)sync(ana, ben);
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")), (std::vector<std::string>{"one", "two"}));
}

}  // namespace
}  // namespace kith::node::test
