// Ana had no prekey of Ben's that she could seal to when she included him. A session gave him the
// keys of what she had said by then and of nothing behind it: each further entry of that epoch was
// closed again, he asked again, and after eight times in a session he waited for the next one.
// What he could not open he passed on to nobody, and with it what no other signature covered.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct WithoutBox : ::testing::Test {
  WithoutBox() {
    meet_by_cards(ana, ben);
    ana.now = ana.now + limits::prekey_seal_age_max + std::chrono::hours{1};
    include(ana, garden, ben);
    ana.say(garden, "before");
  }

  Person ana{"Ana", 21};
  Person ben{"Ben", 22};
  CircleNumber garden = ana.circle("garden");
};

TEST_F(WithoutBox, hears_the_rest_of_the_epoch) {
  (void)sync(ana, ben);
  const auto there = circle_called(ben, "garden");
  // By a way on which nobody can ask.
  const auto strand = ana.node->strands().of_circle(garden).front();
  const auto held = ana.node->strands().spans(strand).back().span.next;
  ana.say(garden, "after");
  const auto range = range_from(*ana.node, strand, held);
  ASSERT_TRUE(range.has_value());
  (void)ben.take(ben.node->take_range(*range, ben.now, nullptr));
  EXPECT_EQ(ben.texts(there), (std::vector<std::string>{"before", "after"}));
}

TEST_F(WithoutBox, hears_all_of_a_long_talk) {
  Talk talk{ana, ben};
  talk.settle();
  std::vector<std::string> said{"before"};
  for (std::size_t i = 0; i < 2 * limits::closed_answers_max; ++i) {
    said.push_back("line " + std::to_string(i));
    ana.say(garden, said.back());
    talk.settle();
  }
  talk.finish();
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")), said);
}

// Who was given a past of it hears nothing of what comes behind.
TEST_F(WithoutBox, parted_in_the_meantime) {
  (void)sync(ana, ben);
  (void)ana.take(ana.node->part(garden, {ben.node->person()}, {}, ana.tick()));
  ana.say(garden, "without Ben");
  (void)sync(ana, ben);
  EXPECT_EQ(ben.texts(circle_called(ben, "garden")), std::vector<std::string>{"before"});
}

}  // namespace
}  // namespace kith::node::test
