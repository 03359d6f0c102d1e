// One entry of a bundle had lost its words on the way and did not open any more: the reading ended
// there with a failure, though docs/protocol.md §8.2 passes such a range over, and what lay behind
// it in the file never came.
#include "node/bundles.hpp"
#include "tests/people/meet_and_talk.hpp"
#include "wire/header.hpp"

namespace kith::node::test {
namespace {

struct BentInABundle : ::testing::Test {
  BentInABundle() {
    meet_by_cards(ana, eve);
    meet_by_cards(ana, kim);
    meet_by_cards(kim, eve);
    const auto garden = eve.circle("garden");
    include(eve, garden, kim);
    include(eve, garden, ana);
    for (int i = 0; i < 3; ++i) eve.say(garden, "hello");
    const auto yard = kim.circle("yard");
    include(kim, yard, ana);
    kim.say(yard, "from Kim");
    (void)sync(eve, kim);
    kim.index();
    bend(kim.node->strands().of_circle(circle_called(kim, "garden")).front(), Seq{3});
    kim.reopen();
  }
  /// As a bad disk would: a stand-in whose hash was changed.
  void bend(StrandNumber strand, Seq seq) {
    const EntryKey key{strand, seq};
    const auto lean = *kim.store->entry(key).value();
    auto entry = wire::decode_entry(lean)->entry;
    BodyHash wrong;
    wrong.raw[0] = 1;
    const auto stand_in = wire::stand_in_of(wrong, entry);
    entry.body_state = wire::BodyState::forgotten;
    entry.body = stand_in.view();
    ByteVec bytes;
    wire::encode_entry(bytes, entry);
    ASSERT_TRUE(
        kim.store->commit({change::ReplaceEntry{key, bytes}}, Durability::full).has_value());
  }

  Person ana{"Ana", 21};
  Person eve{"Eve", 22};
  Person kim{"Kim", 23};
};

TEST_F(BentInABundle, is_passed_over) {
  const auto written = write_bundle(*kim.node, kim.entropy, {ana.node->person()}, kim.tick());
  ASSERT_TRUE(written.has_value());
  ASSERT_TRUE(kim.store->commit(written->commit, Durability::full).has_value());
  auto reading = BundleReading::open(*ana.node, written->answer.file);
  ASSERT_TRUE(reading.has_value());
  for (bool done = false; !done;) {
    auto turn = reading->step(*ana.node, ana.tick());
    EXPECT_TRUE(ana.store->commit(turn.commit, Durability::full).has_value());
    EXPECT_FALSE(turn.failed.has_value());
    done = turn.done;
  }
  EXPECT_EQ(ana.texts(circle_called(ana, "yard")), std::vector<std::string>{"from Kim"});
}

}  // namespace
}  // namespace kith::node::test
