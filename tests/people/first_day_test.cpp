// Three people's first day, over sessions in memory: who hears whom, what comes along, what shows
// as a hole, and that nobody's act changes what others share.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

using ::testing::Test;

bool has(const std::vector<std::string>& texts, const std::string& text) {
  return std::ranges::count(texts, text) == 1;
}

struct FirstDay : Test {
  FirstDay() {
    meet_by_cards(ana, ben);
    meet_by_cards(ben, cem);
    garden = ana.circle("garden");
  }
  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  Person cem{"Cem", 3};
  CircleNumber garden;
};

TEST_F(FirstDay, who_is_included_hears_from_then_on_and_not_before) {
  ana.say(garden, "before anyone else was here");
  include(ana, garden, ben);
  const auto hello = ana.say(garden, "shall we dig on saturday?");
  (void)sync(ben, ana);
  const auto theirs = circle_called(ben, "garden");
  EXPECT_EQ(ben.texts(theirs), (std::vector<std::string>{"shall we dig on saturday?"}));
  join(ben, theirs);
  ben.say(theirs, "yes, and i bring forks", {hello});
  (void)sync(ben, ana);
  EXPECT_TRUE(has(ana.texts(garden), "yes, and i bring forks"));
}

TEST_F(FirstDay, a_past_comes_with_its_authors_consent_alone_and_the_rest_shows_as_holes) {
  include(ana, garden, ben);
  const auto hello = ana.say(garden, "shall we dig on saturday?");
  (void)sync(ben, ana);
  const auto bens = circle_called(ben, "garden");
  join(ben, bens);
  ben.index();
  ben.say(bens, "yes, and i bring forks", {hello});
  include(ben, bens, cem, {std::nullopt, WallTime{}});
  (void)sync(cem, ben);
  const auto cems = circle_called(cem, "garden");
  EXPECT_EQ(cem.texts(cems), (std::vector<std::string>{"yes, and i bring forks"}));
  const auto entries = cem.node->view().last(cems, 10).value();
  EXPECT_EQ(entries.front().unseen_answers, 1U);
  EXPECT_EQ(entries.front().past_given_to, (std::vector{cem.node->person()}));
  EXPECT_TRUE(has(ben.texts(bens), "yes, and i bring forks"));
}

TEST_F(FirstDay, an_introduced_person_is_included_and_carried_to_by_whom_both_know) {
  include(ana, garden, ben);
  (void)sync(ben, ana);
  const auto bens = circle_called(ben, "garden");
  join(ben, bens);
  include(ben, bens, cem);
  (void)sync(cem, ben);
  const auto cems = circle_called(cem, "garden");
  join(cem, cems);
  (void)ben.take(ben.node->introduce({{cem.node->person(), ana.node->person()}}, ben.tick()));
  (void)sync(ben, ana);
  ana.index();
  const auto offers = ana.node->open_offers();
  ASSERT_EQ(offers.size(), 1U);
  EXPECT_EQ(offers.front()->person, cem.node->person());
  EXPECT_EQ(ana.node->include(garden, {cem.node->person()}, {}, ana.tick()).error(),
            Refusal::unknown_person);
  (void)ana.take(ana.node->accept(offers.front()->id, "cem", ana.tick()));
  EXPECT_EQ(ana.node->contacts().find(cem.node->person())->verification, Verification::introduced);
  include(ana, garden, cem);
  ana.say(garden, "welcome");
  (void)sync(ben, ana);
  (void)sync(cem, ben);
  EXPECT_TRUE(has(cem.texts(cems), "welcome"));

  (void)ana.take(ana.node->part(garden, {cem.node->person()}, {}, ana.tick()));
  ana.say(garden, "only ben hears this");
  (void)sync(ben, ana);
  (void)sync(cem, ben);
  EXPECT_TRUE(has(ben.texts(bens), "only ben hears this"));
  EXPECT_FALSE(has(cem.texts(cems), "only ben hears this"));
  cem.say(cems, "i am still here with ben");
  (void)sync(cem, ben);
  EXPECT_TRUE(has(ben.texts(bens), "i am still here with ben"));
}

TEST_F(FirstDay, nothing_new_costs_one_round_trip_and_few_bytes) {
  include(ana, garden, ben);
  for (int i = 0; i < 10; ++i) ana.say(garden, "line " + std::to_string(i));
  (void)sync(ben, ana);
  (void)sync(ben, ana);
  const auto quiet = sync(ben, ana);
  EXPECT_EQ(quiet.sent + quiet.received, 0U);
  EXPECT_EQ(quiet.round_trips, 1U);
  EXPECT_LE(quiet.bytes_out, 1024U);
  EXPECT_LE(quiet.bytes_in, 1024U);
}

TEST_F(FirstDay, an_answer_goes_only_to_those_who_hear_both) {
  include(ana, garden, ben);
  const auto hello = ana.say(garden, "for ben");
  (void)sync(ben, ana);
  const auto bens = circle_called(ben, "garden");
  join(ben, bens);
  include(ben, bens, cem);
  ben.index();
  const auto said = ben.take(ben.node->say(bens, {"an answer", {hello}}, ben.tick()));
  EXPECT_TRUE(said.aside);
  ASSERT_EQ(said.audience.size(), 1U);
  EXPECT_EQ(said.audience.front().person, ana.node->person());
  (void)sync(ben, cem);
  (void)sync(ben, ana);
  const auto cems = circle_called(cem, "garden");
  EXPECT_FALSE(has(cem.texts(cems), "an answer"));
  EXPECT_TRUE(has(ana.texts(garden), "an answer"));
}

TEST_F(FirstDay, what_is_said_while_a_session_lives_arrives_without_asking) {
  include(ana, garden, ben);
  Talk talk{ben, ana};
  talk.settle();
  ana.say(garden, "live");
  talk.settle();
  EXPECT_TRUE(has(ben.texts(circle_called(ben, "garden")), "live"));
  EXPECT_TRUE(talk.one.exchange->caught_up());
  talk.finish();
}

TEST_F(FirstDay, who_said_goodbye_still_takes_what_was_on_its_way_and_says_nothing_more) {
  include(ana, garden, ben);
  (void)sync(ben, ana);
  Talk talk{ben, ana};
  talk.settle();
  talk.one.exchange->finish();
  talk.one.run();
  ana.say(garden, "on its way while they part");
  talk.settle();
  EXPECT_EQ(talk.one.ending, Ending::finished);
  EXPECT_EQ(talk.other.ending, Ending::finished);
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")),
            std::vector<std::string>{"on its way while they part"});
}

TEST_F(FirstDay, who_hears_goodbye_still_sends_all_that_was_begun) {
  constexpr std::size_t messages = 40;
  include(ana, garden, ben);
  (void)sync(ben, ana);
  Talk talk{ben, ana};
  talk.settle();
  for (std::size_t i = 0; i < messages; ++i) ana.say(garden, std::string(40'000, 'a'));
  talk.one.exchange->finish();
  talk.one.run();
  while (talk.other.out.empty()) {  // the first piece of many
    const auto turn = talk.other.exchange->step(ana.now);
    EXPECT_TRUE(ana.store->commit(turn.commit, turn.durability).has_value());
    talk.other.out = turn.send;
  }
  talk.other.exchange->feed(std::exchange(talk.one.out, {}));
  talk.settle();
  EXPECT_EQ(talk.one.ending, Ending::finished);
  EXPECT_EQ(talk.other.ending, Ending::finished);
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")).size(), messages);
}

// Feeds in pieces that end anywhere, and steps less often than they come.
void move_in_pieces(Talker& from, Talker& to) {
  constexpr std::size_t piece_bytes = 7'001;
  const auto bytes = std::exchange(from.out, {});
  for (std::size_t at = 0, fed = 1; at < bytes.size(); at += piece_bytes, ++fed) {
    to.exchange->feed(ByteView{bytes}.subspan(at, std::min(piece_bytes, bytes.size() - at)));
    if (fed % 3 != 0) continue;
    const auto turn = to.exchange->step(to.person.now);
    EXPECT_TRUE(to.person.store->commit(turn.commit, turn.durability).has_value());
    to.out.insert(to.out.end(), turn.send.begin(), turn.send.end());
  }
  to.run();
}

TEST_F(FirstDay, however_the_bytes_of_a_session_are_cut_the_same_arrives) {
  constexpr std::size_t messages = 60;
  include(ana, garden, ben);
  for (std::size_t i = 0; i < messages; ++i) {
    ana.say(garden, std::string(20'000, 'a') + std::to_string(i));
  }
  ben.now = ana.tick();
  Talk talk{ben, ana};
  talk.one.run();
  while (!talk.one.out.empty() || !talk.other.out.empty()) {
    move_in_pieces(talk.one, talk.other);
    move_in_pieces(talk.other, talk.one);
  }
  EXPECT_TRUE(talk.one.exchange->caught_up());
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")).size(), messages);
}

TEST_F(FirstDay, a_stranger_hears_nothing) {
  Person eve{"Eve", 9};
  const auto card = ben.take(ben.node->new_card({}, ben.tick()));
  (void)eve.take(eve.node->meet(card, "ben", Verification::pasted, eve.tick()));
  Talk talk{eve, ben};
  talk.settle();
  EXPECT_EQ(talk.other.ending, Ending::stranger);
  EXPECT_FALSE(talk.other.exchange->person().has_value());
}

}  // namespace
}  // namespace kith::node::test
