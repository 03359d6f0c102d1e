// Eve certified one log for two circles: Ben heard it in the one, Dov was handed its papers for the
// other. Ben passed on to Dov what was addressed to both, and to Dov that was a range of another
// circle, which nobody sends: he closed the session with Ben, each time, as with somebody who
// breaks the protocol. With the first bytes of its id Eve chose that it went before all else:
// whatever Ben had to say never came.
#include "tests/people/forged_log.hpp"
#include "tests/people/liar.hpp"

namespace kith::node::test {
namespace {

struct TwoCircles : ::testing::Test {
  TwoCircles() {
    meet_by_cards(eve, ben);
    meet_by_cards(eve, dov);
    meet_by_cards(ben, dov);
    one.raw[0] = 0xe1;
    other.raw[0] = 0xe2;
  }
  /// A certificate for the other circle, with what opens the log from its beginning.
  wire::Handover papers_of(ForgedLog& log) {
    const auto& me = eve.node->identity();
    wire::Handover handover;
    handover.log = log.id();
    handover.spans.push_back(log.span(place(0, 0, 0)));
    handover.certificate = wire::encode_certificate(
        me.device_list, wire::sign_log_statement(
                            {other, log.id(), me.person_id(), me.device_id(), wire::LogForm::main},
                            me.device, log.key()));
    return handover;
  }
  Person eve{"Eve", 1};
  Person ben{"Ben", 2};
  Person dov{"Dov", 3};
  CircleId one;
  CircleId other;
};

TEST_F(TwoCircles, stand_in_the_way_of_nobody_who_carries_it) {
  ForgedLog log{eve, one, {&ben, &dov}};
  const auto papers = papers_of(log);
  log.open(place(0, 0, 0), log.to_readers());
  (void)dov.take(dov.node->take_handover(papers, eve.node->person()));
  ASSERT_EQ(dov.node->strands().of_log(log.id()).size(), 1U);
  (void)ben.take(ben.node->take_range(log.all(), ben.tick()));
  ben.index();
  expect_well(ben, dov);
  expect_well(dov, ben);
}

TEST_F(TwoCircles, is_refused_by_whoever_knows_it_in_the_other) {
  ForgedLog log{eve, one, {&ben, &dov}};
  const auto papers = papers_of(log);
  log.open(place(0, 0, 0), log.to_readers());
  (void)dov.take(dov.node->take_handover(papers, eve.node->person()));
  const auto taken = dov.node->take_range(log.all(), dov.tick());
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error(), Refusal::log_full);
}

}  // namespace
}  // namespace kith::node::test
