// Ana included Ben, and later Cleo, without a past. What Cleo carries begins behind the box that is
// Ben's, and he knows nothing of that log yet: nothing in it tells him whose it is. He kept it
// aside and dropped it when the session ended, and Cleo sent all of it again in the next one.
#include "node/sharing.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

constexpr std::uint64_t carried_entries = 21;  // that includes Cleo, and what was said then

struct BoxNotCarried : ::testing::Test {
  BoxNotCarried() {
    meet_by_cards(ana, ben);
    meet_by_cards(ana, cleo);
    meet_by_cards(ben, cleo);
    include(ana, garden, ben);
    for (int i = 0; i < 5; ++i) say("early");
    include(ana, garden, cleo);
    for (int i = 0; i < 20; ++i) say(std::string(1000, 'x'));
    carry();
  }
  void say(const std::string& text) {
    ana.say(garden, text);
    said.push_back(text);
  }
  void carry() {
    (void)sync(ana, cleo);
    cleo.index();
  }
  std::uint64_t entries_sent() {
    const auto sent = sync(cleo, ben).sent;
    ben.index();
    return sent;
  }
  // He has no other circle; who included him said what it is called.
  std::vector<std::string> heard() {
    const auto circles = ben.node->circles();
    return circles.empty() ? std::vector<std::string>{} : ben.texts(circles.front());
  }

  Person ana{"Ana", 31};
  Person ben{"Ben", 32};
  Person cleo{"Cleo", 33};
  CircleNumber garden = ana.circle("garden");
  std::vector<std::string> said;
};

// It was 21 entries each time, and 269,080 bytes.
TEST_F(BoxNotCarried, comes_once_in_ten_sessions) {
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;
  for (int i = 0; i < 10; ++i) {
    const auto tally = sync(cleo, ben);
    entries += tally.sent;
    bytes += tally.bytes_out;
    if (i > 0) EXPECT_EQ(tally.round_trips, 1U);
  }
  EXPECT_EQ(entries, carried_entries);
  EXPECT_LT(bytes, 40'000U);
}

TEST_F(BoxNotCarried, nor_again_after_a_start) {
  EXPECT_EQ(entries_sent(), carried_entries);
  ben.reopen();
  EXPECT_EQ(entries_sent(), 0U);
}

TEST_F(BoxNotCarried, what_follows_comes_without_what_was_before) {
  EXPECT_EQ(entries_sent(), carried_entries);
  for (int i = 0; i < 3; ++i) {
    say("more");
    carry();
    EXPECT_EQ(entries_sent(), 1U);
  }
  EXPECT_EQ(entries_sent(), 0U);
}

TEST_F(BoxNotCarried, all_of_it_is_heard_from_her) {
  (void)entries_sent();
  (void)sync(ana, ben);
  EXPECT_EQ(heard(), said);
  EXPECT_EQ(entries_sent(), 0U);
}

// He opens the next epoch, and so knows whose the log is: what he dropped comes again, and waits
// for its key.
TEST_F(BoxNotCarried, once_more_after_a_box_came) {
  (void)entries_sent();
  ana.now = ana.now + std::chrono::days{8};
  say("a week later");
  carry();
  EXPECT_EQ(entries_sent(), 1U);
  EXPECT_EQ(heard(), std::vector<std::string>{"a week later"});
  EXPECT_EQ(entries_sent(), carried_entries);
  EXPECT_EQ(entries_sent(), 0U);
  (void)sync(ana, ben);
  EXPECT_EQ(heard(), said);
}

TEST_F(BoxNotCarried, once_more_after_its_carrier_was_given_the_past) {
  (void)entries_sent();
  include(ana, garden, cleo, {std::nullopt, WallTime{}});
  carry();
  EXPECT_GT(entries_sent(), carried_entries);
  EXPECT_EQ(heard(), said);
  EXPECT_EQ(entries_sent(), 0U);
}

// An author is told by it that it has not come.
TEST_F(BoxNotCarried, given_in_vain_is_neither_sent_nor_held) {
  const auto shares = shares_with(*ana.node, ben.node->person());
  ASSERT_TRUE(shares && !shares->empty());
  Holdings held;
  for (const auto& share : *shares) {
    held[share.log].push_back({share.stretch.from, share.stretch.next, head_in_vain(share.head)});
  }
  const auto sent = lacking(*ana.node, *shares, held, PieceOrder::oldest_first);
  ASSERT_TRUE(sent.has_value());
  EXPECT_TRUE(sent->empty());
  EXPECT_EQ(not_held(*ana.node, *shares, held).size(), shares->size());
}

// Whom he does not know may have met him all the same, by a card of his.
TEST(BoxOfAStranger, once_more_after_he_got_to_know_her) {
  Person ana{"Ana", 31};
  Person ben{"Ben", 32};
  Person cleo{"Cleo", 33};
  meet_by_cards(ana, cleo);
  meet_by_cards(ben, cleo);
  const auto card = ben.take(ben.node->new_card({}, ben.tick()));
  (void)ana.take(ana.node->meet(card, "Ben", Verification::met, ana.tick()));
  const auto garden = ana.circle("garden");
  include(ana, garden, cleo);
  include(ana, garden, ben);
  ana.say(garden, "hello");
  (void)sync(ana, cleo);
  cleo.index();
  const auto sent = sync(cleo, ben).sent;
  EXPECT_GT(sent, 0U);
  EXPECT_EQ(sync(cleo, ben).sent, 0U);
  const auto hers = ana.take(ana.node->new_card({}, ana.tick()));
  (void)ben.take(ben.node->meet(hers, "Ana", Verification::met, ben.tick()));
  EXPECT_EQ(sync(cleo, ben).sent, sent);
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")), std::vector<std::string>{"hello"});
}

}  // namespace
}  // namespace kith::node::test
