// What is asked of a device, a message at a time.
#include "node/wanted.hpp"

#include <gtest/gtest.h>

namespace kith::node {
namespace {

EntryKey wish(std::uint64_t seq) { return {StrandNumber{1}, Seq{seq}}; }

struct ManyWanted : ::testing::Test {
  ManyWanted() {
    for (std::uint64_t i = 0; i < 300; ++i) wanted.put(wish(i), batch);
  }
  WantedBodies wanted;
  Batch batch;
  DeviceId device{{1}};
  WallTime now{1'000'000};
};

TEST_F(ManyWanted, what_nobody_answers_keeps_nothing_back) {
  ASSERT_EQ(wanted.to_ask(device).size(), 300U);
  wanted.asked(device, {wanted.revision(), wish(255)}, now);
  EXPECT_TRUE(wanted.is_due(device, now));
  ASSERT_EQ(wanted.to_ask(device).size(), 44U);
  EXPECT_EQ(wanted.to_ask(device).front(), wish(256));
}

TEST_F(ManyWanted, asked_to_the_end_it_is_asked_again_after_an_hour) {
  wanted.asked(device, {wanted.revision(), std::nullopt}, now);
  EXPECT_FALSE(wanted.is_due(device, now));
  EXPECT_FALSE(wanted.is_due(device, now + std::chrono::minutes{59}));
  EXPECT_TRUE(wanted.is_due(device, now + std::chrono::hours{1}));
  EXPECT_EQ(wanted.to_ask(device).size(), 300U);
}

TEST_F(ManyWanted, another_device_is_asked_for_all) {
  wanted.asked(device, {wanted.revision(), wish(255)}, now);
  EXPECT_EQ(wanted.to_ask(DeviceId{{2}}).size(), 300U);
}

}  // namespace
}  // namespace kith::node
