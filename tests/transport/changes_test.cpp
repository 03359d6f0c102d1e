// What is a change of this machine's network and what is a sleep, by another machine that is shown;
// and that the kernel's word leads to a look.
#include "transport/changes.hpp"

#include <gtest/gtest.h>

namespace kith::transport {
namespace {

using namespace std::chrono_literals;
using Addresses = std::vector<std::string>;

const Addresses at_home{"10.0.0.7", "127.0.0.1", "::1"};
const Addresses elsewhere{"127.0.0.1", "192.168.1.9", "::1"};
const Addresses nowhere{"127.0.0.1", "::1"};

constexpr Instant at(std::chrono::microseconds when) { return {when}; }

TEST(Sights, a_sleep_is_one_from_ten_seconds_on) {
  Sights sights{{at_home, 100s}};
  EXPECT_EQ(sights.seen({at_home, 110s - 1ns}, at(1s)), std::nullopt);
  EXPECT_EQ(sights.seen({at_home, 120s - 1ns}, at(2s)), Change::slept);
  EXPECT_EQ(sights.seen({at_home, 120s - 1ns}, at(3s)), std::nullopt);
}

TEST(Sights, another_address_none_and_the_same_again_are_each_a_change) {
  Sights sights{{at_home, 0s}};
  EXPECT_EQ(sights.seen({elsewhere, 0s}, at(1s)), Change::addresses);
  EXPECT_EQ(sights.seen({nowhere, 0s}, at(2s)), Change::addresses);
  EXPECT_EQ(sights.seen({nowhere, 0s}, at(3s)), std::nullopt);
  EXPECT_EQ(sights.seen({elsewhere, 0s}, at(4s)), Change::addresses);
}

TEST(Sights, who_was_carried_asleep_slept) {
  Sights sights{{at_home, 0s}};
  EXPECT_EQ(sights.seen({elsewhere, 1h}, at(1s)), Change::slept);
  EXPECT_EQ(sights.seen({elsewhere, 1h}, at(2s)), std::nullopt);
}

// So that a line which goes on and off keeps nobody busy; and within ten seconds of waking in any
// case.
TEST(Sights, it_is_looked_soon_but_no_sooner_than_some_seconds_after_the_last_change) {
  Sights sights{{at_home, 0s}};
  EXPECT_EQ(sights.due(at(1s)), at(1s + changes_settle));
  (void)sights.seen({at_home, 0s}, at(2s));  // nothing changed: nothing to wait for
  EXPECT_EQ(sights.due(at(2s)), at(2s + changes_settle));
  (void)sights.seen({nowhere, 0s}, at(3s));
  EXPECT_EQ(sights.due(at(4s)), at(3s + changes_apart));
  EXPECT_EQ(sights.due(at(30s)), at(30s + changes_settle));
  static_assert(changes_settle + changes_apart < 10s);
}

TEST(Sights, loopback_is_no_network) {
  EXPECT_FALSE(is_on_a_network({}));
  EXPECT_FALSE(is_on_a_network(nowhere));
  EXPECT_TRUE(is_on_a_network(elsewhere));
  EXPECT_TRUE(is_on_a_network({"::1", "fe80::1"}));  // one cable between two machines is one
}

TEST(Changes, what_is_heard_leads_to_one_look_and_only_a_change_is_told) {
  Loop loop;
  Sight shown{at_home, 0s};
  std::size_t looks = 0;
  std::vector<Change> told;
  Changes changes{loop,
                  [&](Change what) {
                    told.push_back(what);
                    loop.stop();
                  },
                  [&] {
                    ++looks;
                    return shown;
                  }};
  EXPECT_EQ(looks, 1U);
  Timer later{loop};
  later.at(loop.now() + changes_settle + 100ms, [&] {
    EXPECT_EQ(looks, 2U);  // and nothing had changed
    shown.slept_in_all = 1h;
    changes.heard();
  });
  changes.heard();
  changes.heard();
  loop.run();
  EXPECT_EQ(told, std::vector{Change::slept});
  EXPECT_EQ(looks, 3U);
}

TEST(Changes, this_machine_has_been_up_at_least_as_long_as_awake) {
  const auto sight = look_at_machine();
  EXPECT_GE(sight.slept_in_all, -1s);  // two clocks, read one after the other
  EXPECT_TRUE(std::ranges::is_sorted(sight.addresses));
}

}  // namespace
}  // namespace kith::transport
