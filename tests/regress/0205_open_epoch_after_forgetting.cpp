// Ana forgot what she had said in an epoch that was still open. No record could open it any more,
// but the log itself, which goes on writing in that epoch, kept the secret of all of it in memory.
// What it keeps now opens what is written later, for whoever hears it from then on.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

struct OpenEpoch : ::testing::Test {
  OpenEpoch() { meet_by_cards(ana, ben); }
  void forget(std::uint64_t seq) {
    const auto strand = ana.node->strands().of_circle(garden).front();
    (void)ana.take(ana.node->forget({strand, {seq}}, ana.tick()));
  }
  wire::Place last_place() {
    const auto strand = ana.node->strands().of_circle(garden).front();
    const auto& span = ana.node->strands().spans(strand).back().span;
    return *ana.node->opener().place_of({strand, {span.next.value - 1}});
  }

  Person ana{"Ana", 41};
  Person ben{"Ben", 42};
  Person cem{"Cem", 43};
  CircleNumber garden = ana.circle("garden");
};

TEST_F(OpenEpoch, goes_on_for_whom_it_was_and_whoever_comes_later) {
  include(ana, garden, ben);
  ana.say(garden, "one");
  ana.say(garden, "two");
  const auto before = last_place();
  forget(before.seq.value - 1);
  ana.say(garden, "three");
  meet_by_cards(ana, cem);
  include(ana, garden, cem);
  ana.say(garden, "four");
  forget(before.seq.value);
  ana.reopen();
  ana.say(garden, "five");
  EXPECT_EQ(last_place().epoch, before.epoch);
  (void)sync(ben, ana);
  (void)sync(cem, ana);
  EXPECT_EQ(ben.texts(ben.node->circles().front()),
            (std::vector<std::string>{"?", "?", "three", "four", "five"}));
  EXPECT_EQ(cem.texts(cem.node->circles().front()), (std::vector<std::string>{"four", "five"}));
}

TEST_F(OpenEpoch, ends_where_it_would_have_ended) {
  include(ana, garden, ben);
  ana.say(garden, "first");
  const auto opened = last_place();
  while (last_place().leaf.value + 1U < limits::epoch_entries_max) ana.say(garden, "more");
  forget(last_place().seq.value);
  ana.say(garden, "after");
  EXPECT_EQ(last_place().epoch.value, opened.epoch.value + 1);
  (void)sync(ben, ana);
  EXPECT_EQ(ben.texts(ben.node->circles().front()).back(), "after");
}

}  // namespace
}  // namespace kith::node::test
