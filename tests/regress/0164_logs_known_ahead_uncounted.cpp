// A log whose keys came before it counted as known, and so as none of the new ones of which a day
// brings so many: whoever handed over first was measured by nothing, each log in a circle of its
// own with a measure of its own.
#include "tests/people/forged_log.hpp"
#include "tests/people/meet_and_talk.hpp"

namespace kith::node::test {
namespace {

TEST(LogsAhead, count_as_new_when_they_come) {
  Person ana{"Ana", 21};
  Person eve{"Eve", 22};
  meet(ana, eve);
  constexpr std::size_t logs_max = 5;
  ana.node->quotas().set({{1000, 1000}, {1U << 20, 1U << 20}, {logs_max, 1}});
  std::size_t taken = 0;
  CircleId circle{{0xee}};
  for (std::uint8_t i = 0; i < 12; ++i) {
    circle.raw[1] = i;
    ForgedLog log{eve, circle, ana};
    const auto handover = log.open_apart(place(0, 0, 0), "hello");
    (void)ana.take(ana.node->take_handover(handover, eve.node->person()));
    auto step = ana.node->take_range(log.all(), ana.tick());
    if (!step) {
      EXPECT_EQ(step.error(), Refusal::over_quota);
      continue;
    }
    taken += ana.take(std::move(step)).fresh;
  }
  EXPECT_EQ(taken, logs_max);
}

}  // namespace
}  // namespace kith::node::test
