// Ana ignored whom Eve introduced to her, and he addressed her all the same. Eve carries what he
// says: she sent all of it again in each of their sessions, as a refusal was forgotten with the
// session, and none of them could say that nothing is new.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct IgnoredAndSentAgain : ::testing::Test {
  IgnoredAndSentAgain() {
    meet_by_cards(ana, eve);
    meet_by_cards(dov, eve);
    (void)eve.take(eve.node->introduce({{ana.node->person(), dov.node->person()}}, eve.tick()));
    for (auto* one : {&ana, &dov}) {
      (void)sync(*one, eve);
      one->index();
    }
    accept(dov, "Ana");
  }
  static void accept(Person& who, const std::string& name) {
    const auto offers = who.node->open_offers();
    ASSERT_EQ(offers.size(), 1U);
    (void)who.take(who.node->accept(offers.front()->id, name, who.tick()));
  }
  void ignore() {
    offer = ana.node->open_offers().front()->id;
    (void)ana.take(ana.node->ignore(offer, ana.tick()));
  }
  void talks() {
    if (!den.value) den = dov.circle("den");
    include(dov, den, eve);
    include(dov, den, ana);
    for (int i = 0; i < 20; ++i) dov.say(den, std::string(1000, 'x'));
    (void)sync(dov, eve);
  }
  std::uint64_t entries_sent_to_ana() { return sync(eve, ana).sent; }

  Person ana{"Ana", 31};
  Person eve{"Eve", 32};
  Person dov{"Dov", 33};
  CircleNumber den{};
  Reference offer;
};

TEST_F(IgnoredAndSentAgain, once_where_nothing_of_him_is_here) {
  ignore();
  talks();
  EXPECT_GT(entries_sent_to_ana(), 0U);
  EXPECT_EQ(entries_sent_to_ana(), 0U);
  EXPECT_EQ(sync(eve, ana).round_trips, 1U);
  dov.say(den, "one more");
  (void)sync(dov, eve);
  EXPECT_EQ(entries_sent_to_ana(), 0U);
}

TEST_F(IgnoredAndSentAgain, once_where_something_of_him_is_here) {
  talks();
  (void)sync(eve, ana);
  ana.index();
  ignore();
  talks();
  EXPECT_GT(entries_sent_to_ana(), 0U);
  EXPECT_EQ(entries_sent_to_ana(), 0U);
  EXPECT_EQ(sync(eve, ana).round_trips, 1U);
}

TEST_F(IgnoredAndSentAgain, also_after_a_start) {
  ignore();
  talks();
  (void)sync(eve, ana);
  ana.reopen();
  dov.say(den, "one more");
  (void)sync(dov, eve);
  EXPECT_EQ(entries_sent_to_ana(), 0U);
}

// What that session left out no digest may call held.
TEST_F(IgnoredAndSentAgain, all_of_it_where_she_gets_to_know_him_in_a_session) {
  ignore();
  talks();
  const auto garden = ana.circle("garden");
  include(ana, garden, eve);
  (void)sync(eve, ana);
  Talk talk{eve, ana};
  talk.settle();
  (void)ana.take(ana.node->accept(offer, "Dov", ana.tick()));
  ana.say(garden, "I know him now");
  talk.settle();
  talk.finish();
  (void)sync(eve, ana);
  EXPECT_EQ(ana.texts(circle_called(ana, "den")).size(), 20U);
}

TEST_F(IgnoredAndSentAgain, all_of_it_once_she_knows_him) {
  ignore();
  talks();
  (void)sync(eve, ana);
  (void)ana.take(ana.node->accept(offer, "Dov", ana.tick()));
  (void)sync(eve, ana);
  EXPECT_EQ(ana.texts(circle_called(ana, "den")).size(), 20U);
}

}  // namespace
}  // namespace kith::node::test
