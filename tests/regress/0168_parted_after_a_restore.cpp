// Ana's home was put back from a backup: it wrote on in a new log. What she had said in the old one
// of whom she addresses still counted: whoever parted from somebody afterwards was shown to address
// them all the same, and including like her brought them back.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

TEST(PartedAfterRestore, is_seen_by_others) {
  Person ana{"Ana", 21};
  Person ben{"Ben", 22};
  Person cem{"Cem", 23};
  meet_by_cards(ana, ben);
  meet_by_cards(ana, cem);
  meet_by_cards(ben, cem);
  const auto garden = ana.circle("garden");
  include(ana, garden, ben);
  include(ana, garden, cem);
  (void)sync(ana, cem);
  (void)ana.take(ana.node->retire_logs());
  (void)ana.take(ana.node->part(garden, {ben.node->person()}, {}, ana.tick()));
  ana.say(garden, "without Ben");
  (void)sync(ana, cem);
  cem.index();
  const auto there = circle_called(cem, "garden");
  EXPECT_FALSE(wire::hears(cem.node->addressed_by(ana.node->person(), there), ben.node->person()));
  EXPECT_EQ(cem.node->like(there, ana.node->person(), cem.now).persons,
            std::vector{ana.node->person()});
}

}  // namespace
}  // namespace kith::node::test
