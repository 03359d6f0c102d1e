// Acts for several people at once: a boundary that I drew is not undone by the way.
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

using std::chrono::hours;
using ::testing::Test;

struct Apart : Test {
  Apart() {
    meet_by_cards(ana, ben);
    meet_by_cards(ana, cem);
    meet_by_cards(ben, cem);
    garden = ana.circle("garden");
    include(ana, garden, ben);
    include(ana, garden, cem);
    (void)sync(ben, ana);
    bens = circle_called(ben, "garden");
    join(ben, bens);
    include(ben, bens, cem);
    (void)sync(cem, ana);
    join(cem, circle_called(cem, "garden"));
    for (auto* other : {&ben, &cem}) (void)sync(ana, *other);
    ana.index();
  }
  void part(const std::vector<PersonId>& persons, const Parting& how) {
    (void)ana.take(ana.node->part(garden, persons, how, ana.tick()));
  }
  std::vector<PersonId> hearers() {
    std::vector<PersonId> persons;
    for (const auto& one : ana.node->audience(garden, ana.now)) persons.push_back(one.person);
    return persons;
  }
  PersonId id(Person& person) { return person.node->person(); }

  Person ana{"Ana", 1};
  Person ben{"Ben", 2};
  Person cem{"Cem", 3};
  CircleNumber garden;
  CircleNumber bens;
};

TEST_F(Apart, whom_i_parted_from_comes_back_by_name_alone) {
  part({id(cem)}, {});
  const auto parted = ana.now;
  const auto joins = ana.node->to_join(garden, ana.now);
  EXPECT_TRUE(joins.persons.empty());
  ASSERT_EQ(joins.apart.size(), 1U);
  EXPECT_EQ(joins.apart.front(), (audience::Apart{id(cem), parted, false}));
  const auto like = ana.node->like(garden, id(ben), ana.now);
  EXPECT_TRUE(like.persons.empty());
  EXPECT_EQ(like.apart.size(), 1U);

  include(ana, garden, cem);
  EXPECT_TRUE(ana.node->to_join(garden, ana.now).apart.empty());
  EXPECT_EQ(hearers().size(), 2U);
}

TEST_F(Apart, whose_lease_is_over_comes_back_by_name_alone) {
  include(ana, garden, cem, {ana.now + hours{1}, {}});
  EXPECT_TRUE(ana.node->like(garden, id(ben), ana.now).apart.empty());
  ana.now = ana.now + hours{2};
  EXPECT_EQ(hearers(), std::vector{id(ben)});
  const auto like = ana.node->like(garden, id(ben), ana.now);
  EXPECT_TRUE(like.persons.empty());
  ASSERT_EQ(like.apart.size(), 1U);
  EXPECT_TRUE(like.apart.front().lapsed);
}

TEST_F(Apart, coming_back_to_a_circle_that_i_left_is_one_act_and_the_boundary_stands) {
  part({id(cem)}, {});
  part(hearers(), {.leaving = true});
  EXPECT_TRUE(hearers().empty());
  const auto joins = ana.node->to_join(garden, ana.now);
  EXPECT_EQ(joins.persons, std::vector{id(ben)});
  ASSERT_EQ(joins.apart.size(), 1U);
  EXPECT_EQ(joins.apart.front().person, id(cem));
}

TEST_F(Apart, whose_lease_for_others_is_over_is_not_said_to_address_them) {
  const auto kitchen = ben.circle("kitchen");
  include(ben, kitchen, ana, {ben.now + hours{1}, {}});
  include(ben, kitchen, cem, {ben.now + hours{1}, {}});
  (void)sync(ana, ben);
  ana.index();
  const auto here = circle_called(ana, "kitchen");
  auto both = std::vector{id(ben), id(cem)};
  std::ranges::sort(both);
  EXPECT_EQ(ana.node->to_join(here, ana.now).persons, std::vector{id(ben)});
  EXPECT_EQ(ana.node->like(here, id(ben), ana.now).persons, both);
  ana.now = ana.now + hours{2};
  EXPECT_TRUE(ana.node->to_join(here, ana.now).persons.empty());
  EXPECT_EQ(ana.node->like(here, id(ben), ana.now).persons, std::vector{id(ben)});
}

TEST_F(Apart, a_parting_outlives_a_restart) {
  part({id(cem)}, {});
  ana.reopen();
  EXPECT_TRUE(ana.node->to_join(garden, ana.now).persons.empty());
  EXPECT_EQ(ana.node->to_join(garden, ana.now).apart.size(), 1U);
}

}  // namespace
}  // namespace kith::node::test
