// What is said of this machine's network, and when connections are given up.
#include "running/network.hpp"

#include <gtest/gtest.h>

namespace kith::running {
namespace {

using namespace std::chrono_literals;
using transport::Change;
using transport::Sight;

const Sight at_home{{"10.0.0.7", "127.0.0.1"}, {}};
const Sight elsewhere{{"127.0.0.1", "192.168.1.9"}, {}};
const Sight at_both{{"10.0.0.7", "127.0.0.1", "192.168.1.9"}, {}};
const Sight nowhere{{"127.0.0.1"}, {}};
constexpr Instant noon{12h};

class NetworkTest : public ::testing::Test {
 protected:
  std::string code(const Sight& sight, Instant now) {
    const auto status = network.status(sight, now);
    EXPECT_EQ(status.at("code").get<std::string>().empty(), status.at("says") == "");
    return status.at("state");
  }
  Network network{at_home};
};

TEST_F(NetworkTest, where_all_is_as_ever_nothing_is_said) {
  EXPECT_EQ(code(at_home, noon), "there");
  EXPECT_EQ(network.status(at_home, noon).at("says"), "");
}

TEST_F(NetworkTest, a_change_is_news_for_a_minute) {
  network.changed(Change::addresses, elsewhere, noon);
  EXPECT_EQ(code(elsewhere, noon), "changed");
  EXPECT_EQ(code(elsewhere, noon + (1min - 1us)), "changed");
  EXPECT_EQ(code(elsewhere, noon + 1min), "there");
  network.changed(Change::slept, elsewhere, noon + 1h);
  EXPECT_EQ(code(elsewhere, noon + 1h), "woke");
}

TEST_F(NetworkTest, that_there_is_none_is_said_as_long_as_it_is_so) {
  network.changed(Change::addresses, nowhere, noon);
  EXPECT_EQ(code(nowhere, noon + 100h), "none");
  network.changed(Change::addresses, at_home, noon + 100h);
  EXPECT_EQ(code(at_home, noon + 100h), "changed");
}

TEST_F(NetworkTest, connections_break_where_an_address_went_or_there_was_none_or_it_slept) {
  network.changed(Change::addresses, at_both, noon);
  EXPECT_FALSE(network.broke_connections());
  network.changed(Change::addresses, elsewhere, noon);
  EXPECT_TRUE(network.broke_connections());
  network.changed(Change::slept, elsewhere, noon);
  EXPECT_TRUE(network.broke_connections());
  network.changed(Change::addresses, nowhere, noon);
  EXPECT_TRUE(network.broke_connections());
  network.changed(Change::addresses, elsewhere, noon);
  EXPECT_TRUE(network.broke_connections());
  network.changed(Change::addresses, at_both, noon);
  EXPECT_FALSE(network.broke_connections());
}

}  // namespace
}  // namespace kith::running
