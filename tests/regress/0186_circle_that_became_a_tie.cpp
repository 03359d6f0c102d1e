// Eve began a circle and chose its id: the one that the tie of Ben and Yan would have, of whom Ben
// had never heard. Ben spoke there with Dov. Then Eve introduced Yan to him, and without a word of
// Ben's the circle was the tie of these two: from his next words on Yan heard them, and nobody
// else, and what Dov said there Ben took no more. What somebody says changes nothing of whom one
// addresses, and whom one hears.
#include "node/tie.hpp"
#include "tests/people/forged_log.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

struct BecameATie : ::testing::Test {
  BecameATie() {
    meet_by_cards(eve, ben);
    meet_by_cards(eve, yan);
    meet_by_cards(eve, dov);
    meet_by_cards(ben, dov);
    (void)sync(eve, yan);
    (void)sync(eve, ben);
    tie = tie_of(ben.node->person(), yan.node->person());
    ForgedLog log{eve, tie, {&ben, &dov}};
    log.open(place(0, 0, 0), log.to_readers(), "a circle of mine");
    for (auto* one : {&ben, &dov}) {
      (void)one->take(one->node->take_range(log.all(), one->tick()));
      one->index();
    }
    include(ben, of(ben), dov);
    include(dov, of(dov), ben);
    before = ben.node->audience(of(ben), ben.now);
    (void)eve.take(eve.node->introduce({{ben.node->person(), yan.node->person()}}, eve.tick()));
    (void)sync(eve, ben);
    (void)sync(eve, yan);
    ben.index();
  }
  CircleNumber of(Person& who) { return *who.node->strands().number_of(tie); }

  Person eve{"Eve", 1};
  Person ben{"Ben", 2};
  Person yan{"Yan", 3};
  Person dov{"Dov", 4};
  CircleId tie;
  wire::AudienceList before;
};

TEST_F(BecameATie, is_heard_by_whom_one_included) {
  ASSERT_EQ(ben.node->open_offers().size(), 1U);
  EXPECT_EQ(ben.node->audience(of(ben), ben.now), before);
  EXPECT_EQ(ben.node->circles(), std::vector{of(ben)});
  ben.say(of(ben), "for the circle");
  dov.say(of(dov), "and an answer");
  (void)sync(ben, dov);
  EXPECT_EQ(std::ranges::count(dov.texts(of(dov)), "for the circle"), 1);
  EXPECT_EQ(std::ranges::count(ben.texts(of(ben)), "and an answer"), 1);
}

// Their own words there are a tie's, and no circle that somebody began.
TEST_F(BecameATie, shows_a_tie_of_whom_one_did_not_accept_as_none) {
  Person zoe{"Zoe", 5};
  meet_by_cards(eve, zoe);
  (void)sync(eve, zoe);
  (void)eve.take(eve.node->introduce({{ben.node->person(), zoe.node->person()}}, eve.tick()));
  (void)sync(eve, ben);
  (void)sync(eve, zoe);
  zoe.index();
  const auto id = zoe.node->open_offers().front()->id;
  (void)zoe.take(zoe.node->accept(id, "Ben", zoe.tick()));
  zoe.say(*zoe.node->tie_with(ben.node->person()), "hello Ben");
  (void)sync(zoe, ben);
  ben.index();
  EXPECT_TRUE(ben.node->tie_with(zoe.node->person()).has_value());
  EXPECT_EQ(ben.node->circles(), std::vector{of(ben)});
}

}  // namespace
}  // namespace kith::node::test
