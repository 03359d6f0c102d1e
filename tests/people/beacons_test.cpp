// Whoever shares a secret with a device sees where it is; nobody else sees anything.
#include "node/beacons.hpp"

#include "tests/people/device.hpp"

namespace kith::node::test {
namespace {

using namespace std::chrono_literals;

class Beacons : public ::testing::Test {
 protected:
  Device ana{"ana", 1};
  Device ben{"ben", 2};
  Device eve{"eve", 3};

  [[nodiscard]] ByteVec beacon(Device& sender, WallTime when = morning) {
    return beacon_of(*sender.node, 4040, when, sender.entropy());
  }
  [[nodiscard]] static std::optional<Sighting> seen(Device& reader, ByteView bytes,
                                                    WallTime when = morning) {
    return sighted_in(*reader.node, bytes, when);
  }
};

TEST_F(Beacons, are_read_by_a_contact_and_by_nobody_else) {
  meet(ana, ben);
  const auto bytes = beacon(ana);
  EXPECT_EQ(seen(ben, bytes), (Sighting{ana.node->person(), ana.node->device(), 4040}));
  EXPECT_FALSE(seen(eve, bytes).has_value());
  EXPECT_FALSE(seen(ana, bytes).has_value());  // its own comes back to it
}

TEST_F(Beacons, are_read_before_the_first_session_by_the_cards_alone) {
  const auto card = ana.take(ana.node->new_card({}, morning));
  const auto other = ben.take(ben.node->new_card({}, morning));
  (void)ana.take(ana.node->meet(other, "ben", Verification::met, morning));
  (void)ben.take(ben.node->meet(card, "ana", Verification::met, morning));
  EXPECT_TRUE(seen(ben, beacon(ana)).has_value());
  EXPECT_TRUE(seen(ana, beacon(ben)).has_value());
}

TEST_F(Beacons, have_one_size_whomever_one_knows_and_share_no_six_bytes) {
  const auto alone = beacon(ana);
  meet(ana, ben);
  const auto first = beacon(ana);
  const auto second = beacon(ana);
  EXPECT_EQ(alone.size(), first.size());
  EXPECT_EQ(first.size(), 213U);
  std::set<ByteVec> slots;
  for (const auto* one : {&first, &second}) {
    for (std::size_t at = 21; at < one->size(); at += 6) {
      EXPECT_TRUE(slots
                      .insert({one->begin() + static_cast<std::ptrdiff_t>(at),
                               one->begin() + static_cast<std::ptrdiff_t>(at) + 6})
                      .second);
    }
  }
}

TEST_F(Beacons, count_for_the_hour_and_the_ones_beside_it) {
  meet(ana, ben);
  const auto bytes = beacon(ana);
  EXPECT_TRUE(seen(ben, bytes, morning + 1h).has_value());
  EXPECT_TRUE(seen(ben, bytes, morning - 1h).has_value());
  EXPECT_FALSE(seen(ben, bytes, morning + 2h).has_value());
  EXPECT_FALSE(seen(ben, bytes, morning - 2h).has_value());
}

TEST_F(Beacons, whoever_bends_one_leads_nobody_elsewhere_unnoticed) {
  meet(ana, ben);
  const auto bytes = beacon(ana);
  for (std::size_t at = 0; at < 21; ++at) {
    auto bent = bytes;
    bent[at] ^= 1;
    EXPECT_FALSE(seen(ben, bent).has_value()) << at;
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(seen(ben, ByteView{bytes}.first(size)).has_value());
  }
}

TEST_F(Beacons, of_many_contacts_are_longer) {
  for (std::uint64_t i = 0; i < 40; ++i) {
    Device other{"p" + std::to_string(i), 100 + i};
    meet(ana, other);
  }
  meet(ana, ben);
  const auto bytes = beacon(ana);
  EXPECT_EQ(bytes.size(), 981U);
  EXPECT_TRUE(seen(ben, bytes).has_value());
}

}  // namespace
}  // namespace kith::node::test
