// What is asked after every step tells: of a world in which somebody does what the truth was not
// told of, or keeps what never came to them.
#include "sim/each_step.hpp"

#include <gtest/gtest.h>

#include "sim/deeds.hpp"

namespace kith::sim {
namespace {

struct EachStepTest : ::testing::Test {
  static constexpr Who ana = 0;
  static constexpr Who ben = 1;

  EachStepTest() {
    meet(world, ana, ben);
    garden = *found(world, ana, "garden");
    each_step.check(world);
  }
  void expect_told(const std::string& words) {
    each_step.check(world);
    ASSERT_FALSE(world.problems().empty());
    EXPECT_NE(world.problems().front().find(words), std::string::npos) << world.problems().front();
  }
  World world{1, 2};
  CircleId garden;
  EachStep each_step;
};

TEST_F(EachStepTest, it_is_silent_where_everyone_has_what_they_were_given) {
  ASSERT_TRUE(include(world, ana, garden, ben));
  ASSERT_TRUE(say(world, ana, garden, "to you").has_value());
  each_step.check(world);
  ASSERT_TRUE(world.sync(ana, ben));
  each_step.check(world);
  EXPECT_TRUE(world.problems().empty()) << world.problems().front();
}

TEST_F(EachStepTest, it_tells_of_an_entry_whose_author_gave_it_to_nobody) {
  const auto number = *number_of(world, ana, garden);
  const auto now = world.moment(ana);
  auto& node = world.person(ana).node();
  ASSERT_TRUE(world.act(ana, node.include(number, {world.person(ben).id()}, {}, now)).has_value());
  (void)world.sync(ana, ben);
  expect_told("rule 2: ben holds");
}

TEST_F(EachStepTest, it_tells_who_keeps_more_than_came_to_them) {
  constexpr std::size_t much = 512 * 1024;
  const node::change::PutFact fact{node::FactKind::refused_log, ByteVec(LogId::size),
                                   ByteVec(much)};
  ASSERT_TRUE(world.person(ben).commit({fact}));
  expect_told("ben keeps more than came to them");
}

TEST_F(EachStepTest, it_tells_of_more_handovers_that_wait_than_may) {
  node::Batch batch;
  for (std::size_t i = 0; i <= limits::handed_spans_max; ++i) {
    ByteVec key(LogId::size + sizeof i);
    for (std::size_t byte = 0; byte < sizeof i; ++byte) {
      key[LogId::size + byte] = static_cast<std::uint8_t>(i >> 8 * byte);
    }
    batch.emplace_back(node::change::PutFact{node::FactKind::handed, std::move(key), {}});
  }
  ASSERT_TRUE(world.person(ben).commit(batch));
  expect_told("ben keeps too many handovers that wait");
}

}  // namespace
}  // namespace kith::sim
