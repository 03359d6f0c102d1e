// What it costs when everyone in a circle includes everyone: docs/company.md has the figures.
#include <gtest/gtest.h>

#include <cstdio>

#include "sim/deeds.hpp"
#include "wire/entry.hpp"

namespace kith::sim {
namespace {

struct Cost {
  std::size_t logs{};
  std::size_t entries{};
  std::size_t boxes{};
  std::size_t bytes{};
};

// What one person holds of the circle.
Cost cost_for(Person& person, node::CircleNumber circle) {
  Cost cost;
  for (const auto strand : person.node().strands().of_circle(circle)) {
    const auto& spans = person.node().strands().spans(strand);
    if (spans.empty()) continue;
    ++cost.logs;
    for (const auto& span : spans) {
      const auto scanned = person.store().scan(
          strand, span.span.from, {span.span.next.value - 1}, [&](Seq, ByteView lean) {
            const auto decoded = wire::decode_entry(lean);
            ++cost.entries;
            cost.bytes += lean.size();
            if (!decoded->entry.boxes.empty()) {
              cost.boxes += wire::decode_boxes(decoded->entry.boxes).slots.size();
            }
            return true;
          });
      EXPECT_TRUE(scanned.has_value());
    }
  }
  return cost;
}

void everyone_meets(World& world) {
  for (Who one = 0; one < world.people(); ++one) {
    for (Who other = 0; other < one; ++other) meet(world, one, other);
  }
}

// A ring: what one hears the next may carry on.
void ring_round(World& world) {
  for (Who who = 0; who < world.people(); ++who) {
    (void)world.sync(who, (who + 1) % world.people());
    world.person(who).index();
  }
}

TEST(Calm, thirty_people_who_all_include_each_other) {
  constexpr std::size_t people = 30;
  World world{30, people};
  everyone_meets(world);
  const auto garden = *found(world, 0, "garden");
  std::vector<PersonId> others;
  for (Who who = 1; who < people; ++who) others.push_back(world.person(who).id());
  ASSERT_TRUE(include(world, 0, garden, others));
  for (Who who = 1; who < people; ++who) (void)world.sync(who, 0);
  std::size_t answered = 0;
  for (Who who = 1; who < people; ++who) {
    std::vector<PersonId> whom;
    for (Who other = 0; other < people; ++other) {
      if (other != who) whom.push_back(world.person(other).id());
    }
    answered += include(world, who, garden, whom) ? 1 : 0;
  }
  EXPECT_EQ(answered, people - 1);
  ring_round(world);
  ring_round(world);
  for (Who who = 0; who < people; ++who) (void)say(world, who, garden, "hello, everyone");
  ring_round(world);
  ring_round(world);

  const auto cost = cost_for(world.person(7), *number_of(world, 7, garden));
  std::printf("30 people: %zu logs, %zu entries, %zu boxes, %zu bytes for each of them\n",
              cost.logs, cost.entries, cost.boxes, cost.bytes);
  EXPECT_EQ(cost.logs, people);
  EXPECT_EQ(cost.entries, 2 * people);
  // One entry of each includes all others: their devices, and dummies up to a multiple of 8 at
  // most.
  EXPECT_LE(cost.boxes, people * 32);
  EXPECT_LE(cost.bytes, 1024U * 1024U);
  EXPECT_EQ(texts(world, 7, garden).size(), people);

  const auto quiet = sim::sync(world.person(7), world.person(8));
  ASSERT_TRUE(quiet.has_value());
  const auto again = sim::sync(world.person(7), world.person(8));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->sent + again->received, 0U);
  EXPECT_EQ(again->round_trips, 1U);
  EXPECT_LE(again->bytes_out, 1024U);
  std::printf("nothing new: %zu bytes out, %zu in\n", static_cast<std::size_t>(again->bytes_out),
              static_cast<std::size_t>(again->bytes_in));
  EXPECT_TRUE(world.problems().empty());
}

}  // namespace
}  // namespace kith::sim
