// Keys that wait are asked of what was indexed last alone: asking all that they might open, at
// every entry, let whoever had handed over thousands of wrong ones take a second for each line of
// theirs. Where what they begin at comes last, and its body was forgotten on the way, what lies
// behind it is what tells, though it was there before.
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"
#include "wire/header.hpp"

namespace kith::node::test {
namespace {

struct FirstLast : ::testing::Test {
  FirstLast() {
    meet(eve, ana);
    log.open(place(0, 0, 0), log.to_readers());
    keys = log.open_apart(place(1, 1, 0), "forgotten on the way");
    for (std::uint16_t i = 1; i < 4; ++i) log.tell(place(i + 1U, 1, i), "behind it");
  }
  void take(const ByteVec& range) {
    (void)ana.take(ana.node->take_range(range, ana.tick()));
    ana.index();
  }
  /// The range without the body of its only entry.
  ByteVec as_stand_in(const ByteVec& range) {
    auto view = *wire::decode_range(range);
    auto& entry = view.entries.front().entry;
    seal::KeySet set;
    set.add(keys.spans.front().nodes, {});
    const auto leaf = set.keys_of(view.entries.front().place.leaf);
    const auto opened = seal::open_entry(*leaf, log.id(), view.entries.front().place, entry);
    stand_in = wire::stand_in_of(opened->body_hash, entry);
    entry.body_state = wire::BodyState::forgotten;
    entry.body = stand_in.view();
    return wire::encode_range(view);
  }

  Person ana{"Ana", 81};
  Person eve{"Eve", 82};
  CircleId circle{{0xee}};
  ForgedLog log{eve, circle, ana};
  wire::Handover keys;
  wire::StandIn stand_in;
};

TEST_F(FirstLast, open_what_came_before_it) {
  take(log.range(0, 0));
  (void)ana.take(ana.node->take_handover(keys, eve.node->person()));
  take(log.range(2, 4));
  EXPECT_EQ(ana.texts(*ana.node->strands().number_of(circle)).size(), 1U);
  take(as_stand_in(log.range(1, 1)));
  EXPECT_EQ(ana.texts(*ana.node->strands().number_of(circle)).size(), 5U);
}

TEST_F(FirstLast, open_what_comes_behind_it) {
  take(log.range(0, 0));
  (void)ana.take(ana.node->take_handover(keys, eve.node->person()));
  take(as_stand_in(log.range(1, 1)));
  take(log.range(2, 2));
  EXPECT_EQ(ana.texts(*ana.node->strands().number_of(circle)).size(), 3U);
}

}  // namespace
}  // namespace kith::node::test
