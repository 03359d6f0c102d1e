// What people of the first version of the protocol left behind (tests/vectors/older) is opened,
// read, taken in and lived on by the program of today. Where this fails, today's program has turned
// away from people who are out there: it is not the vectors that are to be changed.
#include <gtest/gtest.h>

#include "node/bundles.hpp"
#include "sim/session.hpp"
#include "sync/message.hpp"
#include "tests/sim/older_shown.hpp"

namespace kith::sim {
namespace {

using std::chrono::hours;

struct OlderPeople : ::testing::Test {
  static std::unique_ptr<Person> from(std::uint8_t key, const ByteVec& home) {
    return std::make_unique<Person>("per", key, older().written + hours{24 * 10},
                                    std::make_unique<DiskHome>(key, key, home));
  }
  static void read(Person& who, const ByteVec& file) {
    auto reading = node::BundleReading::open(who.node(), file);
    ASSERT_TRUE(reading.has_value());
    EXPECT_TRUE(reading->is_for_me());
    while (true) {
      auto turn = reading->step(who.node(), who.now());
      ASSERT_TRUE(who.commit(turn.commit));
      EXPECT_FALSE(turn.failed.has_value());
      if (turn.done) break;
    }
    who.index();
  }
  static node::CircleNumber circle_of(Person& who, const std::string& name) {
    who.index();
    for (const auto circle : who.node().circles()) {
      if (who.node().name_of(circle) == name) return circle;
    }
    ADD_FAILURE() << who.name() << " knows no circle " << name;
    return {};
  }
  static void say(Person& who, const std::string& circle, const std::string& text) {
    (void)who.take(who.node().say(circle_of(who, circle), {text}, who.tick()));
  }
  /// The younger takes the card of then, the older one a card of today.
  static void meet_by_card_of_then(Person& older_one, Person& younger) {
    (void)younger.take(
        younger.node().meet(older().pers_card, "per", node::Verification::met, younger.tick()));
    const auto card = younger.take(younger.node().new_card({}, younger.tick()));
    (void)older_one.take(
        older_one.node().meet(card, younger.name(), node::Verification::met, older_one.tick()));
  }
  static std::vector<std::string> texts(Person& who) {
    who.index();
    std::vector<std::string> all;
    for (const auto& one : shown_to(who)) {
      if (!one.text.empty()) all.push_back(one.author + ": " + one.text);
    }
    return all;
  }

  std::unique_ptr<Person> per = from(1, older().home);
  Person mia{"mia", 7, per->now()};
};

TEST_F(OlderPeople, their_home_opens_and_shows_what_it_showed_then) {
  EXPECT_EQ(older().held.size(), 10U);
  EXPECT_EQ(shown_to(*per), older().held);
  EXPECT_EQ(per->node().audience(circle_of(*per, "orchard"), per->now()).size(), 2U);
  const auto shed = per->node().audience(circle_of(*per, "shed"), per->now());
  ASSERT_EQ(shed.size(), 1U);
  EXPECT_TRUE(shed.front().until.has_value());
}

TEST_F(OlderPeople, their_bundles_bring_what_they_brought_then) {
  for (const auto& bundle : older().bundles) read(*per, bundle);
  EXPECT_EQ(shown_to(*per), older().fuller);
  for (const auto& bundle : older().bundles) read(*per, bundle);
  EXPECT_EQ(shown_to(*per), older().fuller);
}

TEST_F(OlderPeople, their_ranges_are_taken_from_whoever_carries_them) {
  for (const auto& range : older().ranges) {
    (void)per->take(per->node().take_range(range, per->tick()));
  }
  per->index();
  EXPECT_EQ(shown_to(*per), older().fuller);
}

TEST_F(OlderPeople, what_their_devices_say_of_themselves_is_understood) {
  ASSERT_EQ(older().presences.size(), 2U);
  for (const auto& bytes : older().presences) {
    auto message = kith::sync::decode_message(kith::sync::Presence::type, bytes);
    ASSERT_TRUE(message.has_value() && message->has_value());
    const auto& presence = std::get<kith::sync::Presence>(**message);
    EXPECT_TRUE(wire::open_device_list(presence.device_list).has_value());
    ASSERT_EQ(presence.prekeys.size(), 1U);
    EXPECT_TRUE(wire::open_prekey(presence.prekeys.front()).has_value());
  }
  const auto olga =
      mia.node().meet(older().olgas_card, "olga", node::Verification::pasted, mia.tick());
  EXPECT_TRUE(olga.has_value());
}

TEST_F(OlderPeople, their_home_is_lived_on_with_people_of_today) {
  meet_by_card_of_then(*per, mia);
  ASSERT_TRUE(sync(mia, *per).has_value());
  const auto orchard = circle_of(*per, "orchard");
  (void)per->take(per->node().include(orchard, {mia.id()}, {{}, WallTime{}}, per->tick()));
  say(*per, "orchard", "meet mia");
  ASSERT_TRUE(sync(*per, mia).has_value());
  const std::vector<std::string> heard{"per: I bring the ladder", "per: a week gone",
                                       "per: without quin", "per: meet mia"};
  EXPECT_EQ(texts(mia), heard);
  (void)mia.take(mia.node().include(circle_of(mia, "orchard"), {per->id()}, {}, mia.tick()));
  say(mia, "orchard", "thank you");
  ASSERT_TRUE(sync(mia, *per).has_value());
  per->fall();
  per->disk()->stop(DiskHome::Stop::process, 0);
  EXPECT_EQ(per->disk()->rise().problem, "");
  per->wake();
  for (const auto& bundle : older().bundles) read(*per, bundle);
  const auto all = texts(*per);
  EXPECT_EQ(std::ranges::count(all, "mia: thank you"), 1);
  EXPECT_EQ(std::ranges::count(all, "olga: cider on sunday"), 1);
}

TEST_F(OlderPeople, their_backup_is_put_back_and_tells_no_second_story) {
  const auto again = from(2, older().backup);
  EXPECT_EQ(shown_to(*again), older().held);
  EXPECT_TRUE(again->store().own_logs()->empty());
  meet_by_card_of_then(*per, mia);
  for (auto* home : {per.get(), again.get()}) {
    if (home != per.get()) {
      const auto card = mia.take(mia.node().new_card({}, mia.tick()));
      (void)home->take(home->node().meet(card, "mia", node::Verification::met, home->tick()));
    }
    (void)home->take(
        home->node().include(circle_of(*home, "orchard"), {mia.id()}, {}, home->tick()));
    say(*home, "orchard", home == per.get() ? "as I was" : "put back");
    ASSERT_TRUE(sync(*home, mia).has_value());
  }
  const auto heard = texts(mia);
  EXPECT_EQ(std::ranges::count(heard, "per: as I was"), 1);
  EXPECT_EQ(std::ranges::count(heard, "per: put back"), 1);
  const auto shown = mia.node().view().last(circle_of(mia, "orchard"), 100);
  ASSERT_TRUE(shown.has_value());
  for (const auto& one : *shown) {
    EXPECT_FALSE(one.forked);
  }
}

}  // namespace
}  // namespace kith::sim
