// Ana and Ben both put back backups of different age. Each called under the newest secret that
// they remembered, which the other did not remember any more: each was a stranger to the other, for
// good, though they still shared older ones. It suffices that one of them was put back and can
// only be called. Found by histories with restored and copied homes.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

/// Whether a call comes to a whole session.
bool reaches(Person& caller, Person& called) {
  Talk talk{caller, called};
  talk.settle();
  if (!talk.one.ending && !talk.other.ending) {
    talk.finish();
  } else {
    talk.one.exchange->feed_end();  // the stream goes with the one who closes it
    talk.one.run();
  }
  return talk.one.ending == Ending::finished;
}

/// What `who` shares with `whom` is as it was before the two agreed on anything.
Contact before_they_agreed(Person& who, Person& whom) {
  auto contact = clone(*who.node->contacts().find(whom.node->person()));
  std::erase_if(contact.opens, [&](const seal::PairSecret& secret) {
    return std::ranges::count(contact.agreed, pair_id(secret.view())) > 0;
  });
  contact.agreed.clear();
  contact.pair = contact.opens.back().clone();
  return contact;
}

void put_back(Person& who, Person& whom, Contact older) {
  (void)who.take(who.node->put_contact(std::move(older), whom.node->own_name(), who.tick()));
}

struct TwoBackups : ::testing::Test {
  TwoBackups() {
    meet_by_cards(ana, ben);
    (void)sync(ana, ben);
    (void)sync(ben, ana);
  }
  Person ana{"Ana", 111};
  Person ben{"Ben", 112};
};

TEST_F(TwoBackups, find_a_secret_that_both_remember) {
  auto bens = before_they_agreed(ben, ana);
  bens.pair = seal::PairSecret::random(ben.entropy);  // agreed on with a later Ana
  put_back(ben, ana, std::move(bens));
  EXPECT_FALSE(reaches(ana, ben));
  EXPECT_FALSE(reaches(ben, ana));
  bool reached = false;
  for (int tries = 0; tries < 4 && !reached; ++tries) {
    reached = reaches(ana, ben) || reaches(ben, ana);
  }
  EXPECT_TRUE(reached);
  EXPECT_TRUE(reaches(ana, ben)) << "and from then on at once";
  EXPECT_TRUE(reaches(ben, ana));
}

TEST_F(TwoBackups, do_not_part_for_good_where_one_can_only_be_called) {
  put_back(ben, ana, before_they_agreed(ben, ana));
  bool reached = false;
  for (int tries = 0; tries < 4 && !reached; ++tries) reached = reaches(ana, ben);
  EXPECT_TRUE(reached);
  EXPECT_TRUE(reaches(ana, ben)) << "and from then on at once";
}

}  // namespace
}  // namespace kith::node::test
