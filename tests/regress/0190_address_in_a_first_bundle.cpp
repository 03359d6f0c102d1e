// Ana and Ben took each other's cards before either had an address. Then Ana's device came to have
// one, and a stick of hers told it; Ben read all that the stick brought, and still knew no way to
// her. Her card said when it was made, but the face in a bundle was of the time of her prekey,
// which was earlier: it lost against the card, until some session had told a face of that age.
#include "node/bundles.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

using Ways = std::vector<std::string>;

struct AddressInAFirstBundle : ::testing::Test {
  ByteVec stick() {
    const auto written = write_bundle(*ana.node, ana.entropy, {ben.node->person()}, ana.tick());
    EXPECT_TRUE(written.has_value());
    EXPECT_TRUE(ana.store->commit(written->commit, Durability::full).has_value());
    ben.now = std::max(ben.now, ana.now);
    return written->answer.file;
  }
  void read(const ByteVec& file) {
    auto reading = BundleReading::open(*ben.node, file);
    ASSERT_TRUE(reading.has_value());
    for (bool done = false; !done;) {
      auto turn = reading->step(*ben.node, ben.tick());
      EXPECT_TRUE(ben.store->commit(turn.commit, Durability::full).has_value());
      EXPECT_FALSE(turn.failed.has_value());
      done = turn.done;
    }
  }
  Ways known() { return ben.node->contacts().find(ana.node->person())->ways; }

  Person ana{"Ana", 190};
  Person ben{"Ben", 191};
};

TEST_F(AddressInAFirstBundle, is_known_from_then_on) {
  meet_by_cards(ana, ben);
  EXPECT_EQ(known(), Ways{});
  ana.node->set_ways({"tcp:ana:1"});
  read(stick());
  EXPECT_EQ(known(), Ways{"tcp:ana:1"});
  ana.node->set_ways({"tcp:ana:2"});
  read(stick());
  EXPECT_EQ(known(), Ways{"tcp:ana:2"});
}

TEST_F(AddressInAFirstBundle, is_not_taken_back_by_an_earlier_one_that_is_read_later) {
  meet_by_cards(ana, ben);
  ana.node->set_ways({"tcp:ana:1"});
  const auto earlier = stick();
  ana.node->set_ways({"tcp:ana:2"});
  read(stick());
  read(earlier);
  EXPECT_EQ(known(), Ways{"tcp:ana:2"});
}

TEST_F(AddressInAFirstBundle, is_not_taken_back_after_a_session_either) {
  meet_by_cards(ana, ben);
  ana.node->set_ways({"tcp:ana:1"});
  const auto earlier = stick();
  ana.node->set_ways({"tcp:ana:2"});
  (void)sync(ana, ben);
  EXPECT_EQ(known(), Ways{"tcp:ana:2"});
  read(earlier);
  EXPECT_EQ(known(), Ways{"tcp:ana:2"});
}

// Else the way back would be barred for as long as that clock was ahead.
TEST_F(AddressInAFirstBundle, is_known_though_the_card_is_of_a_time_to_come) {
  const auto today = ana.now;
  ana.now = today + std::chrono::hours{24 * 30};
  meet_by_cards(ana, ben);
  ana.now = ben.now = today;
  ana.node->set_ways({"tcp:ana:1"});
  read(stick());
  EXPECT_EQ(known(), Ways{"tcp:ana:1"});
}

// The face is told once: its time alone is no news.
TEST_F(AddressInAFirstBundle, costs_no_later_session_anything) {
  meet_by_cards(ana, ben);
  (void)sync(ana, ben);
  const auto before = sync(ana, ben);
  const auto after = sync(ana, ben);
  EXPECT_EQ(after.bytes_in, before.bytes_in);
  EXPECT_EQ(after.bytes_out, before.bytes_out);
}

}  // namespace
}  // namespace kith::node::test
