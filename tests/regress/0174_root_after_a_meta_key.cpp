// Ana forgot what she had said, and gave Ben that past with the rest: of the forgotten entry a meta
// key alone. Keys that she had given before she forgot reached him later. He held the entry with
// its body, and all that opens it, and it stayed closed, as if he had forgotten it himself.
#include "tests/people/two_people.hpp"

namespace kith::node::test {
namespace {

struct RootAfterMetaKey : ::testing::Test {
  RootAfterMetaKey() {
    meet(ana, ben);
    ana.say(garden, "one");
    ana.say(garden, "two");
    ana.say(garden, "three");
    strand = ana.node->strands().of_circle(garden).front();
    whole = ranges(ana, garden);
    before = given();
  }
  std::vector<wire::Handover> given() {
    auto all = ana.node->serving().handovers(strand, {{0}, {3}}, Serving::Naming::named);
    EXPECT_TRUE(all.has_value());
    return std::move(*all);
  }
  void hand(const std::vector<wire::Handover>& all) {
    for (const auto& one : all) (void)ben.take(ben.node->take_handover(one, ana.node->person()));
  }
  void carry() {
    for (const auto& one : whole) (void)ben.take(ben.node->take_range(one, ben.tick()));
  }
  std::vector<std::string> heard() { return ben.texts(ben.node->circles().front()); }

  Person ana{"Ana", 41};
  Person ben{"Ben", 42};
  CircleNumber garden = ana.circle("garden");
  StrandNumber strand;
  std::vector<ByteVec> whole;
  std::vector<wire::Handover> before;
};

TEST_F(RootAfterMetaKey, opens_what_only_its_author_forgot) {
  (void)ana.take(ana.node->forget({strand, {1}}, ana.tick()));
  hand(given());
  carry();
  EXPECT_EQ(heard(), (std::vector<std::string>{"one", "?", "three"}));
  hand(before);
  EXPECT_EQ(heard(), (std::vector<std::string>{"one", "two", "three"}));
  ben.reopen();
  EXPECT_EQ(heard(), (std::vector<std::string>{"one", "two", "three"}));
}

TEST_F(RootAfterMetaKey, but_not_what_he_forgot_too) {
  (void)ana.take(ana.node->forget({strand, {1}}, ana.tick()));
  hand(given());
  carry();
  ben.index();
  const auto there = ben.node->strands().of_circle(ben.node->circles().front()).front();
  (void)ben.take(ben.node->forget({there, {1}}, ben.tick()));
  ben.reopen();
  hand(before);
  EXPECT_EQ(heard(), (std::vector<std::string>{"one", "?", "three"}));
}

}  // namespace
}  // namespace kith::node::test
