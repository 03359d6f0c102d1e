// A world of many people, in small. That nobody pays for how many there are is held by the command,
// in the release build (sim/CMakeLists.txt).
#include "sim/scale.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace kith::sim {
namespace {

class ScaleTest : public ::testing::Test {
 protected:
  void live(Scale& world) {
    world.acquaint();
    world.live();
    heard_in_time_ = world.lines().delays_ms().size();
    world.close();
  }
  const std::vector<Sitting> sittings_ = even_sittings();
  std::size_t heard_in_time_{};
};

TEST_F(ScaleTest, everyone_reads_what_was_said_to_them_and_nothing_else) {
  const ScalePlan plan{12, 0, 4, 3};
  Scale world{plan, sittings_};
  live(world);
  EXPECT_GT(world.lines().all().size(), 50U);
  EXPECT_EQ(world.lines().waiting(), 0U);
  EXPECT_GT(heard_in_time_, world.lines().addressed() / 4);
  for (Resident who = 0; who < plan.people; ++who) EXPECT_TRUE(world.reads_what_was_said(who));
}

TEST_F(ScaleTest, a_seed_replays) {
  const ScalePlan plan{10, 0, 1, 5};
  Scale one{plan, sittings_};
  Scale again{plan, sittings_};
  live(one);
  live(again);
  EXPECT_EQ(one.lines().delays_ms(), again.lines().delays_ms());
  for (Resident who = 0; who < plan.people; ++who) {
    EXPECT_EQ(one.cost(who).bytes_out, again.cost(who).bytes_out);
    EXPECT_EQ(one.held(who).entry_bytes, again.held(who).entry_bytes);
  }
}

TEST(ScaleMap, a_larger_world_has_more_circles_of_the_same_sizes) {
  const auto mean_contacts = [](std::size_t people) {
    const auto map = draw_map(people, 0, 7);
    double all = 0;
    for (const auto& known : map.contacts) all += static_cast<double>(known.size());
    return all / static_cast<double>(people);
  };
  const auto small = mean_contacts(200);
  EXPECT_NEAR(mean_contacts(2'000), small, small / 10);
  EXPECT_NEAR(mean_contacts(10'000), small, small / 10);
}

TEST(ScaleMap, a_circle_has_3_to_30_members_each_once_or_150) {
  const auto map = draw_map(1'000, 2, 11);
  std::size_t great = 0;
  for (const auto& circle : map.circles) {
    auto members = circle.members;
    EXPECT_EQ(std::unique(members.begin(), members.end()), members.end());
    great += circle.great ? 1 : 0;
    if (circle.great) {
      EXPECT_EQ(members.size(), great_circle_people);
    } else {
      EXPECT_GE(members.size(), 3U);
      EXPECT_LE(members.size(), 30U);
    }
  }
  EXPECT_EQ(great, 2U);
  for (const auto& circles : map.circles_of) EXPECT_FALSE(circles.empty());
}

TEST(ScaleTalk, sittings_are_as_the_nicks_of_a_log_spoke) {
  const auto folder = std::filesystem::temp_directory_path() / "kith_scale_talk";
  std::filesystem::create_directories(folder);
  std::ofstream{folder / "a.raw.txt"} << "[23:58] <ana> one\n[23:59] <ben> two\n"
                                         "=== cem has joined\n[00:03] <ana> three\n"
                                         "[00:04] <cem> four\n";
  const auto sittings = sittings_of(folder);
  std::filesystem::remove_all(folder);
  ASSERT_EQ(sittings.size(), 3U);
  ASSERT_EQ(sittings[0].size(), 2U);
  EXPECT_EQ(sittings[0][1].text, "three");
  EXPECT_EQ(sittings[0][1].after, std::chrono::minutes{5});
  EXPECT_TRUE(sittings_of(folder).empty());
}

}  // namespace
}  // namespace kith::sim
