// Two people meet by cards, in either order, with no network; a card is used by one person.
#include <regex>

#include "node/words.hpp"
#include "tests/people/two_people.hpp"

namespace kith::node {
namespace {

using test::Person;
using test::ranges;

ByteVec card_of(Person& who) { return who.take(who.node->new_card({}, who.tick())); }

PersonId meet(Person& who, ByteView card, const std::string& name,
              Verification how = Verification::pasted) {
  return who.take(who.node->meet(card, name, how, who.tick()));
}

void hand_over(Person& from, CircleNumber circle, Person& to, std::uint64_t first) {
  for (const auto& piece : ranges(from, circle, first)) {
    (void)to.take(to.node->take_range(piece, to.tick()));
  }
}

TEST(Meeting, by_cards_is_enough_to_hear_each_other) {
  Person ana{"ana", 41};
  Person ben{"ben", 42};
  const auto of_ana = card_of(ana);
  const auto of_ben = card_of(ben);
  meet(ana, of_ben, "ben");
  meet(ben, of_ana, "ana", Verification::met);
  const auto garden = ana.circle("garden");
  (void)ana.take(ana.node->include(garden, {ben.node->person()}, {}, ana.tick()));
  ana.say(garden, "welcome");
  ben.reopen();
  hand_over(ana, garden, ben, 0);
  const auto there = *ben.node->strands().number_of(ana.node->strands().id_of(garden));
  EXPECT_EQ(ben.texts(there), std::vector<std::string>{"welcome"});
  EXPECT_EQ(ben.node->contacts().find(ana.node->person())->opens.size(), 1U);
  ben.reopen();
  EXPECT_EQ(ben.texts(there), std::vector<std::string>{"welcome"});
  EXPECT_EQ(ben.node->contacts().find(ana.node->person())->verification, Verification::met);
}

TEST(Meeting, a_card_is_used_by_one_person) {
  Person ana{"ana", 43};
  Person ben{"ben", 44};
  Person eve{"eve", 45};
  const auto of_ben = card_of(ben);
  meet(ana, of_ben, "ben");
  meet(eve, of_ben, "ben");  // she saw it on its way
  meet(ben, card_of(ana), "ana");
  meet(ben, card_of(eve), "eve");
  const auto garden = ana.circle("garden");
  const auto trap = eve.circle("trap");
  (void)ana.take(ana.node->include(garden, {ben.node->person()}, {}, ana.tick()));
  (void)eve.take(eve.node->include(trap, {ben.node->person()}, {}, eve.tick()));
  hand_over(ana, garden, ben, 0);
  for (const auto& piece : ranges(eve, trap)) {
    EXPECT_EQ(ben.node->take_range(piece, ben.tick()).error(), Refusal::unknown_log);
  }
}

TEST(Meeting, refuses_my_own_card_a_name_in_use_and_a_damaged_card) {
  Person ana{"ana", 46};
  Person ben{"ben", 47};
  Person cem{"cem", 48};
  EXPECT_EQ(ana.node->meet(card_of(ana), "me", Verification::pasted, ana.tick()).error(),
            Refusal::own_card);
  meet(ana, card_of(ben), "ben");
  EXPECT_EQ(ana.node->meet(card_of(cem), "ben", Verification::pasted, ana.tick()).error(),
            Refusal::name_taken);
  auto damaged = card_of(cem);
  damaged[99] ^= 1;
  EXPECT_EQ(ana.node->meet(damaged, "cem", Verification::pasted, ana.tick()).error(),
            Refusal::bad_card);
  EXPECT_EQ(ana.node->contacts().all().size(), 1U);
}

TEST(Meeting, again_brings_newer_keys_and_never_less_trust) {
  Person ana{"ana", 49};
  Person ben{"ben", 50};
  const auto old_card = card_of(ben);
  ben.now = ben.now + std::chrono::hours{8 * 24};
  const auto new_card = card_of(ben);
  meet(ana, new_card, "ben", Verification::met);
  const auto prekeys = ana.node->contacts().find(ben.node->person())->prekeys;
  meet(ana, old_card, "ben");
  const auto* contact = ana.node->contacts().find(ben.node->person());
  EXPECT_EQ(contact->prekeys, prekeys);
  EXPECT_EQ(contact->verification, Verification::met);
}

TEST(Include, whom_it_adds_later_is_seen_by_those_who_hear_already) {
  Person ana{"ana", 53};
  Person ben{"ben", 54};
  Person cem{"cem", 55};
  meet(ana, card_of(ben), "ben");
  meet(ben, card_of(ana), "ana");
  meet(ana, card_of(cem), "cem");
  const auto garden = ana.circle("garden");
  (void)ana.take(ana.node->include(garden, {ben.node->person()}, {}, ana.tick()));
  hand_over(ana, garden, ben, 0);
  (void)ana.take(ana.node->include(garden, {cem.node->person()}, {}, ana.tick()));
  ana.say(garden, "all three of us");
  hand_over(ana, garden, ben, 1);
  const auto there = *ben.node->strands().number_of(ana.node->strands().id_of(garden));
  ben.index();
  const auto heard = ben.node->view().last(there, 1).value();
  ASSERT_EQ(heard.size(), 1U);
  ASSERT_TRUE(heard[0].audience.has_value());
  EXPECT_EQ(heard[0].audience->size(), 2U);
}

TEST(Words, are_the_same_for_both_and_are_proquints) {
  Person ana{"ana", 51};
  Person ben{"ben", 52};
  const auto words = words_between(ana.node->person(), ben.node->person());
  EXPECT_EQ(words, words_between(ben.node->person(), ana.node->person()));
  EXPECT_TRUE(std::regex_match(words, std::regex{"([a-z]{5} ){4}[a-z]{5}"}));
  // From the source: 127.0.0.1 is lusab-babad, 63.84.220.193 is gutih-tugad.
  EXPECT_EQ(proquint(0x7f00), "lusab");
  EXPECT_EQ(proquint(0x0001), "babad");
  EXPECT_EQ(proquint(0x3f54), "gutih");
  EXPECT_EQ(proquint(0xdcc1), "tugad");
}

}  // namespace
}  // namespace kith::node
