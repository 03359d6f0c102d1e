// The traces of the executable model (its hole_* functions), played by the real code: each says
// what would go wrong without the rule. Two of them ask for several devices of one person, which
// kith does not have yet: hole_rule_2_devices, and that half of hole_own_devices_disagree which
// syncs.
#include <gtest/gtest.h>

#include "audience/acts.hpp"
#include "seal/entry_seal.hpp"
#include "sim/checks.hpp"
#include "sim/deeds.hpp"

namespace kith::sim {
namespace {

using std::chrono::hours;

constexpr Who ana = 0;
constexpr Who ben = 1;
constexpr Who cem = 2;

node::Inclusion with_all_past() { return {std::nullopt, WallTime{}}; }

// True where keys held open the bytes of an entry, held or not.
bool holds_key_of(World& world, Who who, const Written& entry) {
  const auto decoded = wire::decode_entry(entry.lean);
  bool opened = false;
  for (const auto strand : world.person(who).node().strands().of_log(entry.log)) {
    const auto tried = world.person(who).node().opener().try_keys(
        strand, entry.place, [&](const seal::LeafKeys& keys) {
          opened = seal::open_entry(keys, entry.log, entry.place, decoded->entry).has_value();
          return opened;
        });
    EXPECT_TRUE(tried.has_value());
  }
  return opened;
}

std::string body_text(World& world, Who who, const Link& link) {
  const auto key = key_of(world, who, link);
  if (!key) return "not held";
  const auto opened = world.person(who).node().opener().open(*key);
  if (!opened) return "closed";
  if (opened->body.empty()) return "";
  return "there";
}

// A digest of heads alone would call two views equal though entries below a head are missing: the
// line dropped while the stream was under way.
TEST(ModelTraces, digest_heads_a_dropped_line_leaves_nothing_that_a_digest_hides) {
  World world{1, 2};
  meet(world, ana, ben);
  const auto garden = *found(world, ana, "garden");
  (void)say(world, ana, garden, "one");
  ASSERT_TRUE(include(world, ana, garden, ben, with_all_past()));
  const std::string page(3000, 'x');
  for (int i = 0; i < 40; ++i) (void)say(world, ana, garden, page);
  for (int turns = 1; turns < 12; ++turns) {
    ASSERT_TRUE(world.connect(ben, ana));
    for (int i = 0; i < turns; ++i) (void)world.deliver();
    world.cut_all();
    if (missing_between(world.person(ana), world.person(ben)) == 0) continue;
    EXPECT_FALSE(agreement(world.person(ana), world.person(ben)));
  }
  ASSERT_TRUE(world.sync(ben, ana));
  EXPECT_EQ(texts(world, ben, garden).size(), 41U);
  EXPECT_TRUE(world.problems().empty());
}

// Two who may honestly never have the same of a third's log would go through everything at every
// meeting, if only equal digests ended a session at once.
TEST(ModelTraces, digest_never_equal_two_different_views_end_in_one_round_trip) {
  World world{2, 3};
  meet(world, ana, ben);
  meet(world, ana, cem);
  meet(world, ben, cem);
  const auto garden = *found(world, ana, "garden");
  ASSERT_TRUE(include(world, ana, garden, ben));
  (void)say(world, ana, garden, "one");
  ASSERT_TRUE(world.sync(ana, ben));
  ASSERT_TRUE(part(world, ana, garden, ben));
  ASSERT_TRUE(include(world, ana, garden, cem, with_all_past()));
  ASSERT_TRUE(world.sync(ana, cem));
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(world.sync(ben, cem));
  const auto tally = sim::sync(world.person(ben), world.person(cem));
  ASSERT_TRUE(tally.has_value());
  EXPECT_EQ(tally->round_trips, 1U);
  EXPECT_EQ(tally->sent + tally->received, 0U);
}

// Whoever takes an unlocked device would derive what was forgotten from the box that brought it, or
// get it again from the next session.
TEST(ModelTraces, forget_what_was_forgotten_comes_back_by_no_way) {
  World world{3, 3};
  meet(world, ana, ben);
  meet(world, ana, cem);
  meet(world, ben, cem);
  const auto garden = *found(world, ana, "garden");
  ASSERT_TRUE(include(world, ana, garden, {world.person(ben).id(), world.person(cem).id()}));
  const auto it = *say(world, ana, garden, "please forget this");
  ASSERT_TRUE(world.sync(ana, ben));
  ASSERT_TRUE(world.sync(ana, cem));
  ASSERT_EQ(body_text(world, ben, it), "there");
  ASSERT_TRUE(forget(world, ben, it));
  EXPECT_EQ(body_text(world, ben, it), "");
  ASSERT_TRUE(world.sync(ana, ben));
  ASSERT_TRUE(world.sync(cem, ben));
  (void)world.carry_bundle(ana, ben);
  ASSERT_TRUE(include(world, ana, garden, ben, with_all_past()));
  ASSERT_TRUE(world.sync(ana, ben));
  world.restart(ben);
  EXPECT_EQ(body_text(world, ben, it), "");
  const auto keys = world.person(ben).node().opener().leaf_keys(*key_of(world, ben, it));
  ASSERT_TRUE(keys && *keys);
  EXPECT_TRUE(std::holds_alternative<BodyHash>((*keys)->body));
  EXPECT_EQ(body_text(world, cem, it), "there");
  EXPECT_TRUE(world.problems().empty());
}

// A stick that is read after the prekey that it was sealed to has been destroyed would leave its
// reader outside for good: nothing is owed any more, and nothing opens.
TEST(ModelTraces, late_stick_what_came_too_late_is_handed_over_in_a_session) {
  World world{4, 2};
  meet(world, ana, ben);
  const auto garden = *found(world, ana, "garden");
  world.pass(hours{24 * 55});
  ASSERT_TRUE(include(world, ana, garden, ben));
  const auto it = *say(world, ana, garden, "for ben");
  world.pass(hours{24 * 40});
  (void)found(world, ben, "renews");  // his next act makes a prekey, and destroys the old one
  (void)world.carry_bundle(ana, ben);
  ASSERT_FALSE(opens(world, ben, it));
  ASSERT_TRUE(world.sync(ben, ana));
  ASSERT_TRUE(world.sync(ben, ana));
  EXPECT_TRUE(opens(world, ben, it));
  EXPECT_TRUE(world.problems().empty());
}

// If clocks decided between my own devices, a stale one would put back whom the other had parted.
TEST(ModelTraces, own_devices_disagree_of_concurrent_acts_parting_wins) {
  const auto reference = [](std::uint8_t byte) {
    Reference made;
    made.raw.fill(byte);
    return made;
  };
  const CircleId garden{};
  const PersonId whom{};
  const audience::Act first{reference(1), garden, whom, true, {}, {}, {}};
  const audience::Act parts{reference(2), garden, whom, false, {}, {reference(1)}, {}};
  const audience::Act later{reference(3),      garden,         whom, true,
                            WallTime{1 << 30}, {reference(1)}, {}};
  audience::Acts one;
  for (const auto& act : {first, parts, later}) one.add(act);
  audience::Acts other;
  for (const auto& act : {later, parts, first}) other.add(act);
  EXPECT_FALSE(one.standing(garden, whom).included);
  EXPECT_EQ(one.standing(garden, whom), other.standing(garden, whom));
}

// A copy of a home that went on in the same epoch would open to whom the other branch included.
// A noticed copy begins new logs (two worlds of one seed are the home and its copy).
TEST(ModelTraces, clone_a_noticed_copy_shares_no_key_with_the_other_branch) {
  const auto begin = [](World& world) {
    meet(world, ana, ben);
    meet(world, ana, cem);
    meet(world, ben, cem);
    const auto garden = *found(world, ana, "garden");
    EXPECT_TRUE(include(world, ana, garden, ben));
    return garden;
  };
  World home{5, 3};
  World copy{5, 3};
  const auto garden = begin(home);
  ASSERT_EQ(begin(copy), garden);
  ASSERT_TRUE(include(home, ana, garden, cem));
  ASSERT_TRUE(home.sync(ana, cem));
  ASSERT_TRUE(copy.act(ana, copy.person(ana).node().retire_logs()).has_value());
  (void)say(copy, ana, garden, "fills the place of the include");
  const auto it = *say(copy, ana, garden, "only for ben");
  EXPECT_FALSE(holds_key_of(home, cem, *copy.truth().find(it)));
  EXPECT_TRUE(holds_key_of(copy, ana, *copy.truth().find(it)));
}

// A backup brings a forgotten body back, and lacks the prekeys made after it. This still shows:
// what an older disk has it never forgot (two worlds of one seed are the home and the backup put
// back). What holds is that it is forgotten again by the same act, and that the logs begin anew.
TEST(ModelTraces, restore_a_backup_brings_back_what_was_forgotten_since_until_it_is_again) {
  World home{7, 2};
  World restored{7, 2};
  const auto begin = [](World& world) {
    meet(world, ana, ben);
    const auto garden = *found(world, ana, "garden");
    EXPECT_TRUE(include(world, ana, garden, ben));
    const auto it = *say(world, ana, garden, "please forget this");
    EXPECT_TRUE(world.sync(ana, ben));
    return it;
  };
  const auto it = begin(home);
  ASSERT_EQ(begin(restored), it);
  ASSERT_TRUE(forget(home, ben, it));
  EXPECT_EQ(body_text(home, ben, it), "");
  ASSERT_TRUE(restored.act(ben, restored.person(ben).node().retire_logs()).has_value());
  EXPECT_EQ(body_text(restored, ben, it), "there");
  ASSERT_TRUE(forget(restored, ben, it));
  ASSERT_TRUE(restored.sync(ana, ben));
  restored.restart(ben);
  EXPECT_EQ(body_text(restored, ben, it), "");
  const auto keys = restored.person(ben).node().opener().leaf_keys(*key_of(restored, ben, it));
  ASSERT_TRUE(keys && *keys);
  EXPECT_TRUE(std::holds_alternative<BodyHash>((*keys)->body));
  EXPECT_TRUE(restored.problems().empty());
}

// Giving one's own past gives away nothing of what it answers: it shows as a hole.
TEST(ModelTraces, answer_and_past_what_an_answer_answers_stays_with_its_author) {
  World world{6, 3};
  meet(world, ana, ben);
  meet(world, ben, cem);
  const auto garden = *found(world, ana, "garden");
  ASSERT_TRUE(include(world, ana, garden, ben));
  const auto it = *say(world, ana, garden, "for ben");
  ASSERT_TRUE(world.sync(ana, ben));
  ASSERT_TRUE(join(world, ben, garden));
  const auto answer = *say(world, ben, garden, "re", {reference_of(it)});
  ASSERT_TRUE(include(world, ben, garden, cem, with_all_past()));
  ASSERT_TRUE(world.sync(ben, cem));
  EXPECT_TRUE(opens(world, cem, answer));
  EXPECT_FALSE(key_of(world, cem, it).has_value());
  EXPECT_EQ(texts(world, cem, garden), (std::vector<std::string>{"re"}));
  const auto number = *number_of(world, cem, garden);
  const auto shown = world.person(cem).node().view().last(number, 10);
  ASSERT_TRUE(shown.has_value() && shown->size() == 1);
  EXPECT_EQ(shown->front().unseen_answers, 1U);
  EXPECT_TRUE(world.problems().empty());
}

}  // namespace
}  // namespace kith::sim
