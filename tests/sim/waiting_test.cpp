// The rhythm earns its place: the same people, the same hours, no later, and far fewer tries.
#include "sim/waiting.hpp"

#include <gtest/gtest.h>

namespace kith::sim {
namespace {

constexpr unsigned weeks = 8;  // the first of them too, in which nothing is known yet

class WaitingTest : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  [[nodiscard]] Compared all(Waiting how) const {
    std::vector<Waited> waited;
    for (const auto& one : habitual_people(GetParam(), weeks)) {
      waited.push_back(wait_for(one, how, GetParam(), weeks));
    }
    return all_of(waited);
  }
};

TEST_P(WaitingTest, a_third_of_the_tries_in_vain_reaches_people_as_soon) {
  const auto fixed = all(Waiting::fixed);
  const auto rhythm = all(Waiting::by_rhythm);
  EXPECT_LE(3 * rhythm.attempts, fixed.attempts);
  EXPECT_LE(rhythm.median, fixed.median);
  // What it costs: who comes when nobody would have thought so waits a little longer.
  EXPECT_LE(4 * rhythm.ninth_of_ten, 5 * fixed.ninth_of_ten);
  EXPECT_GE(1000 * rhythm.reached, 995 * fixed.reached);
}

TEST_P(WaitingTest, a_seed_replays) {
  EXPECT_EQ(all(Waiting::by_rhythm).attempts, all(Waiting::by_rhythm).attempts);
}

INSTANTIATE_TEST_SUITE_P(Seeds, WaitingTest, ::testing::Values(1, 2, 3, 4, 5, 6, 7, 8));

}  // namespace
}  // namespace kith::sim
